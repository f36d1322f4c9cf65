"""The notebooks run from top to bottom in the environment of the tests, and carry no outputs."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent / "notebooks").glob("*.ipynb"))


def load(path: Path) -> Any:
    nbformat = pytest.importorskip("nbformat", reason="NOT TESTED: nbformat is not installed")
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return notebook


def test_there_is_a_tour() -> None:
    assert "01_tour.ipynb" in {p.name for p in NOTEBOOKS}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_outputs_are_stripped(path: Path) -> None:
    for cell in load(path).cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_notebook_runs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nbclient = pytest.importorskip("nbclient", reason="NOT TESTED: nbclient is not installed")
    pytest.importorskip("ipykernel", reason="NOT TESTED: ipykernel is not installed")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))  # nothing of the user's own settings
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "1")
    notebook = load(path)
    nbclient.NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": os.fspath(tmp_path)}}
    ).execute()
    if path.name == "01_tour.ipynb":
        printed = {c.id: "".join(o.get("text", "") for o in c.outputs) for c in notebook.cells if "outputs" in c}
        text = "".join(printed.values())
        # Read from the papers: 35 rows in the division of 菏泽, 24 in the list of 历城; annex 3 of 聊政字〔2023〕12号, row 3.
        assert re.search(r"^ +35 +\S*菏泽市", text, re.M)
        assert re.search(r"^ +24 +\S*历城区", text, re.M)
        assert re.search(
            r"推进聊城机场前期工作并尽早开工。\n.*\n +加快聊城机场立项.*\n.*聊城市交通运输局(?:, |、)聊城市发展改革委\n",
            text,
        )
