"""What monitoring reads at /metrics: the state of store, engine and queues at scrape time, and this process's requests."""
