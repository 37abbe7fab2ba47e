"""Search on an Elasticsearch 9 cluster: any number of processes, one index behind aliases."""

from search.backends.elasticsearch.backend import ElasticsearchBackend

__all__ = ["ElasticsearchBackend"]
