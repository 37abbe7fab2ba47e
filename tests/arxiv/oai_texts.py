"""The fixed parts of OAI-PMH answers."""

ENVELOPE = """<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"
         xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
         xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">
<responseDate>{moment}</responseDate>
{content}</OAI-PMH>"""

_EPRINTS = "http://www.openarchives.org/OAI/1.1/eprints"
_POLICIES = (
    ("content", "Author self-archived e-prints", ""),
    (
        "metadataPolicy",
        "Metadata harvesting permitted through OAI interface",
        "https://info.arxiv.org/help/oa/metadataPolicy.html",
    ),
    (
        "dataPolicy",
        "Full-content harvesting not permitted (except by special arrangement)",
        "https://info.arxiv.org/help/oa/dataPolicy.html",
    ),
    (
        "submissionPolicy",
        "Author self-submission preferred, submissions screened for appropriateness.",
        "https://info.arxiv.org/help/submit/index.html",
    ),
)
_ABOUT = "".join(
    f"<{name}>\n<text>{words}</text>\n{f'<URL>{url}</URL>' if url else ''}\n</{name}>\n"
    for name, words, url in _POLICIES
)
IDENTIFY = f"""<Identify>
<repositoryName>arXiv</repositoryName>
<baseURL>https://oaipmh.arxiv.org/oai</baseURL>
<protocolVersion>2.0</protocolVersion>
<adminEmail>help@arxiv.org</adminEmail>
<earliestDatestamp>2005-09-16</earliestDatestamp>
<deletedRecord>persistent</deletedRecord>
<granularity>YYYY-MM-DD</granularity>
<description>
<eprints xmlns="{_EPRINTS}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{_EPRINTS} {_EPRINTS}.xsd">
{_ABOUT}</eprints>
</description>
</Identify>
"""

_FORMATS = (
    (
        "oai_dc",
        "https://www.openarchives.org/OAI/2.0/oai_dc.xsd",
        "http://www.openarchives.org/OAI/2.0/oai_dc/",
    ),
    *(
        (name, f"https://oaipmh.arxiv.org/OAI/{name}.xsd", f"http://arxiv.org/OAI/{name}/")
        for name in ("arXiv", "arXivOld", "arXivRaw")
    ),
)
METADATA_FORMATS = (
    "<ListMetadataFormats>\n"
    + "".join(
        f"<metadataFormat>\n<metadataPrefix>{prefix}</metadataPrefix>\n<schema>{schema}</schema>\n"
        f"<metadataNamespace>{space}</metadataNamespace>\n</metadataFormat>\n"
        for prefix, schema, space in _FORMATS
    )
    + "</ListMetadataFormats>\n"
)
