"""Compiles every translation catalogue of the site (`make messages`); no gettext is needed on the machine."""

from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Write the .mo file beside each .po file and say how much of it is translated."""
    for folder in (ROOT / "locale", *sorted(ROOT.glob("*/locale")), *sorted(ROOT.glob("site/*/locale"))):
        for source in sorted(folder.rglob("*.po")):
            catalogue = polib.pofile(str(source))
            catalogue.save_as_mofile(str(source.with_suffix(".mo")))
            print(f"{source.relative_to(ROOT)}: {catalogue.percent_translated()} % translated")


if __name__ == "__main__":
    main()
