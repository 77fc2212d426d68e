"""The numbers of the packages in their lot, by which the second stage of the draw chose them."""

from ..judgement import Judgement
from ..reading import Reading
from .contents import MOST_PACKAGES


def find_numbers(judgement: Judgement) -> None:
    """Ask where the `number` of a package stands twice. Raises RecordError for one that is not in the lot."""
    packages = judgement.record.items("packages", MOST_PACKAGES)
    if not any("number" in package for package in packages):
        return
    size = int(judgement.record.part("lot").value["size"])
    seen: set[int] = set()
    for index, package in enumerate(packages):
        number = Reading(package, f"packages/{index}").whole("number", 1, size)
        if number is None:
            continue
        if number in seen:
            judgement.find("package_twice", f"packages/{index}/number", number=str(number))
        seen.add(number)
