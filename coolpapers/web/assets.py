"""Static files under names that carry their content's hash, so that browsers may keep them for ever.

`collectstatic` makes them and whitenoise serves them, compressed. Two departures from Django's storage: `vendor/` keeps its
names (MathJax builds the addresses of its own parts), and without a manifest the plain names are given, so that the site
runs from a fresh checkout.
"""

from collections.abc import Iterator
from typing import Any, Final

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

VENDOR: Final = "vendor/"


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """The `staticfiles` storage of the settings."""

    support_js_module_import_aggregation = True
    manifest_strict = False
    keep_intermediate_files = False
    # A pass settles one more level of imports; five, Django's number, is less than our modules are deep.
    max_post_process_passes = 20

    def post_process(self, paths: dict[str, Any], **options: Any) -> Iterator[tuple[str, str | None, Any]]:
        """Hashes and compresses what is ours; compresses what is not."""
        ours = {name: found for name, found in paths.items() if not name.startswith(VENDOR)}
        yield from super().post_process(ours, **options)
        if not options.get("dry_run"):
            for name, compressed in self.compress_files(paths.keys() - ours.keys()):
                yield name, compressed, True

    def stored_name(self, name: str) -> str:
        """The hashed name where the manifest has one, else the name itself."""
        return str(self.hashed_files.get(self.hash_key(self.clean_name(name)), name))
