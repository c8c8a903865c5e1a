"""The readers of the open data of CBS, by the addresses of a run."""

from __future__ import annotations

from time import monotonic

from reportgen.sources.cbs.dataset import DatasetReader
from reportgen.sources.cbs.retries import ATTEMPTS


def cbs_readers(cbs: str, cbs_v4: str, attempts: int = ATTEMPTS) -> tuple[DatasetReader, ...]:
    """Readers by OData version 3 and 4, in the order in which they are asked.

    Args:
        cbs, cbs_v4: addresses of the service by version 3 and by version 4.
        attempts: the most requests for one answer, when they fail.
    """
    from reportgen.sources.cbs.odata import CbsOpenData  # imports pandas: only when needed
    from reportgen.sources.cbs.odata_v3 import CbsOpenDataV3
    from reportgen.sources.cbs.odata_v4 import CbsOpenDataV4

    service = CbsOpenData(cbs, monotonic, attempts=attempts)
    return CbsOpenDataV3(service), CbsOpenDataV4(cbs_v4, monotonic, attempts=attempts)
