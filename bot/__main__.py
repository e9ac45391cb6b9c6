"""`python -m bot …` and `handoff …`."""

import sys


def main() -> None:
    if sys.argv[1:2] == ["detect"]:  # needs none of the SDKs: it starts at once
        from bot.detect import cli
    else:
        from bot.cli import cli
    cli()


if __name__ == "__main__":
    main()
