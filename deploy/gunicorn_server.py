"""gunicorn's settings for a server: several processes with threads, behind a proxy that ends TLS.

Used by deploy/Dockerfile and deploy/systemd; what a site changes is given on the command line, which wins over this file.
"""

bind = "0.0.0.0:8000"  # the container's own address; who reaches it is decided outside
workers = 2
threads = 4
# A query of 1,000 Chinese characters has 9,000 bytes; gunicorn's own limit can be 8,190. The server in front bounds it.
limit_request_line = 0
timeout = 60
graceful_timeout = 20
keepalive = 75  # longer than the proxy's, so that it is never we who close a connection it is about to use
# The application logs one event a request, with its id.
accesslog = None
errorlog = "-"
control_socket_disable = True  # it would lie in a home folder, which the service's account does not have
worker_tmp_dir = "/dev/shm"  # noqa: S108 - heartbeats on a disk that stalls would end healthy processes
