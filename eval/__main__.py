"""python -m eval: predict a benchmark, run all against their floors, or measure speed.

python -m eval predict NAME DATA.jsonl OUT.jsonl    predictions in the benchmark's format; --given spans for place names
python -m eval run [NAME ...] [--raise]             scores beside floors; --raise lifts the floors to what is measured
python -m eval bench [--write] [--largest CLAIMS]   speed and memory; --write puts the table into docs/benchmarks.md
python -m eval gate [FOLDER ...]                    what is lost by reading only reports that are about a conflict
python -m eval intake bytes|memory|processes|kills [N]   what taking reports in costs and stands; see eval/intake.py
python -m eval scale [--write]                      what an archive costs on a cluster; see eval/scale.py
python -m eval soak spans|crashes|load|team|cluster [N]   what it stands for longer than a test; see eval/soak.py
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path

from eval.benchmarks import BENCHMARKS, SHARED, SPANS, TOLERANCE, digest, documents, score, score_reports, write

FLOORS = Path(__file__).with_name("floors.json")
NAMES = ("reports", "links", *(b.name for b in BENCHMARKS))
REPORT_METRICS = (
    "claim_strict_f1", "claim_f1", "speaker", "stance", "figure_f1", "figure_precision", "figure_recall", "event_type",
    "event_status", "background", "place", "when", "agents", "targets", "discarded",
)  # fmt: skip


def floors() -> dict[str, dict[str, object]]:
    """{benchmark: {"data": digest, metric: floor}}."""
    table: dict[str, dict[str, object]] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return table


def measure(name: str) -> tuple[str, dict[str, float]] | None:
    """Digest of the data and the metrics that have floors; None where the data are not on this machine."""
    if name == "reports":
        folder = SHARED / "reports"
        if not folder.is_dir():
            return None
        return digest(folder), {k: v for k, v in score_reports().items() if k in REPORT_METRICS}
    if name == "links":
        from eval.links import score_links

        folder = SHARED / "reports"
        if not folder.is_dir():
            return None
        values = score_links(folder)
        print(
            f"{name:14} rate of false merges: {1 - values['true_merges']:.3f} of the pairs held to be of one incident"
        )
        return digest(folder), values
    benchmark = next(b for b in BENCHMARKS if b.name == name)
    if not benchmark.path.is_file():
        return None
    return digest(benchmark.path), {k: v for k, v in score(benchmark).items() if k in benchmark.metrics}


def run(names: list[str], lift: bool) -> int:
    """Prints every figure beside its floor; 1 where one is below."""
    table, below = floors(), 0
    for name in names or NAMES:
        measured = measure(name)
        if measured is None:
            print(f"{name}: skipped, its data are not at {SHARED}")
            continue
        data, values = measured
        row = table.get(name, {})
        if row and row.get("data") != data:
            print(f"{name}: the data are not those that the floors were measured on ({data}, not {row['data']})")
        for metric, value in values.items():
            floor = float(str(row.get(metric, 0)))
            low = value < floor - TOLERANCE or math.isnan(value)
            below += low
            print(f"{name:14} {metric:24} {value:.3f}  floor {floor:.3f}{'  BELOW' if low else ''}")
        if lift:
            kept = {m: max(v, float(str(row.get(m, 0)))) for m, v in values.items() if not math.isnan(v)}
            table[name] = {"data": data, **kept}
    if lift:
        FLOORS.write_text(json.dumps(table, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 1 if below else 0


def main() -> int:
    """The command line; see the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m eval", description=__doc__.split("\n")[0] if __doc__ else None)
    commands = parser.add_subparsers(dest="command", required=True)
    predict = commands.add_parser("predict", help="predictions for one benchmark")
    predict.add_argument("name", choices=[b.name for b in BENCHMARKS])
    predict.add_argument("data", type=Path)
    predict.add_argument("out", type=Path)
    predict.add_argument("--given", choices=["spans"], help="place names: read where they stand from the data")
    runs = commands.add_parser("run", help="scores beside floors")
    runs.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    runs.add_argument("--raise", dest="lift", action="store_true", help="lift floors to what is measured")
    benches = commands.add_parser("bench", help="speed and memory")
    benches.add_argument("--write", action="store_true", help="write the table to docs/benchmarks.md, too")
    benches.add_argument("--largest", type=int, default=1_000_000, help="claims of the largest ledger")
    gates = commands.add_parser("gate", help="what is lost by reading only reports that are about a conflict")
    gates.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="further folders of reports")
    intakes = commands.add_parser("intake", help="memory for an archive of N MB, two processes, N kills of open")
    intakes.add_argument("what", choices=["bytes", "memory", "processes", "kills"])
    intakes.add_argument("number", nargs="?", type=int, metavar="N")
    scales = commands.add_parser("scale", help="the pace of cluster runs, and what an archive costs")
    scales.add_argument("--write", action="store_true", help="write the table to docs/scale.md, too")
    soaks = commands.add_parser("soak", help="a team, killed cluster runs, an hour of use")
    soaks.add_argument("what", choices=["team", "cluster", "spans", "crashes", "load"])
    soaks.add_argument("number", nargs="?", type=int, metavar="N")
    args = parser.parse_args()
    if args.command == "intake":
        from eval.intake import main as intake

        return intake(args.what, args.number)
    if args.command == "scale":
        from eval.scale import main as scale

        return scale(write=args.write)
    if args.command == "soak":
        from eval.soak import main as soak

        return soak(args.what, args.number)
    if args.command == "run":
        if unknown := set(args.names) - set(NAMES):
            parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
        return run(args.names, args.lift)
    if args.command == "bench":
        from eval.bench import main as bench

        return bench(write=args.write, largest=args.largest)
    if args.command == "gate":
        from eval.gate import main as gate

        return gate(args.folders)
    name = args.name.removesuffix(SPANS) + (SPANS if args.given or args.name.endswith(SPANS) else "")
    benchmark = next((b for b in BENCHMARKS if b.name == name), None)
    if benchmark is None:
        parser.error(
            f"{args.name} has no spans to be given; --given is for geo_GWN, geo_TR-News, geo_LGL, geo_GeoVirus"
        )
    write(args.out, benchmark.predict(documents(args.data)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
