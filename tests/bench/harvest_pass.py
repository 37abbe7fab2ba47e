"""One harvest by OAI-PMH into an empty store, then its index, in this process as the environment configures it: seconds of each.

Then the same papers once more, which changes nothing. Run by the harvest benches.
"""

import json
import time

import django
from django.core.management import call_command


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    from worker import network
    from worker.pipeline import ingest, sync_index

    began = time.perf_counter()
    run = ingest(network.oai())
    stored = time.perf_counter()
    report = sync_index()
    indexed = time.perf_counter()
    again = ingest(network.oai(), resume=False)
    end = time.perf_counter()
    if run.error or again.error or report.indexed != run.created or again.unchanged != run.created:
        raise SystemExit(
            f"harvested {run.created} ({run.error}), indexed {report.indexed}, then {again.unchanged} unchanged"
        )
    told = {
        "records": run.created,
        "store_s": stored - began,
        "index_s": indexed - stored,
        "again_s": end - indexed,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
