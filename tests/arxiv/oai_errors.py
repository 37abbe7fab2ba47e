"""The errors of OAI-PMH: the protocol's words for each code, then arXiv's reason."""

from collections.abc import Mapping

MEANINGS = {
    "badVerb": "Value of the verb argument is not a legal OAI-PMH verb, the verb argument is missing, "
    "or the verb argument is repeated.",
    "badArgument": "The request includes illegal arguments, is missing required arguments, includes a "
    "repeated argument, or values for arguments have an illegal syntax.",
    "badResumptionToken": "The value of the resumptionToken argument is invalid or expired.",
    "cannotDisseminateFormat": "The metadata format identified by the value given for the metadataPrefix "
    "argument is not supported by the item or by the repository.",
    "idDoesNotExist": "The value of the identifier argument is unknown or illegal in this repository.",
    "noRecordsMatch": "The combination of the values of the from, until, set and metadataPrefix arguments "
    "results in an empty list.",
}


class OaiError(Exception):
    """An error answer; `shown` are the arguments that its request element repeats."""

    def __init__(self, code: str, reason: str = "", shown: Mapping[str, str] | None = None) -> None:
        self.code = code
        self.message = f"{MEANINGS[code]} Reason: {reason}" if reason else MEANINGS[code]
        self.shown = dict(shown or {})
        super().__init__(self.message)
