"""Ten annotated documents: how many of the bodies charged by each paragraph are found, and how many are invented."""

from benchmarks.bench_reading import documents, right_pairs


def test_recall_and_precision_over_all_documents() -> None:
    counts = [right_pairs(source, annotated) for source, annotated in documents()]
    assert len(counts) == 10
    right, wanted, told = (sum(column) for column in zip(*counts, strict=True))
    assert right / wanted >= 0.95
    assert right / told >= 0.95
