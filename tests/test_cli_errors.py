"""What goes wrong on the command line: one sentence, the right exit code, the rest written."""

from __future__ import annotations

import errno
import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

import standin
import talk
from invariants import assert_sound
from llmextract import cli

FIRST = (
    "해오름시는 총사업비 458억 원을 들여 '해오름 물빛센터'를 짓는다고 2일 밝혔다. "
    "시민이 쉬고 배우는 곳으로, 강가의 옛 창고 터에 지상 4층으로 들어선다.\n\n"
    "국비 200억 원이 드는 해오름 물빛센터는 2027년 상반기에 문을 연다.\n"
)
SECOND = (
    "해오름시는 푸른길 조성사업에 80여억 원을 2028년까지 투입한다고 5일 밝혔다. "
    "강변을 따라 걷는 길과 쉼터, 작은 도서관이 차례로 놓일 예정이다.\n\n"
    "시는 주민의 뜻을 물어 10월에 설계를 마치고 공사를 시작하기로 했다.\n"
)
GOOD = standin.answering(talk.answer)


pytestmark = pytest.mark.usefixtures("bare_machine")


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def write(name, content=FIRST):
    path = Path(name)
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content, encoding="utf-8")
    return path


def records(out="OUT"):
    found = [json.loads(path.read_text()) for path in sorted(Path(out, "records").glob("*.json"))]
    for record in found:
        assert_sound(record)
    assert not list(Path(out).rglob("*.part"))
    return found


@pytest.fixture
def served(run):
    """Extract these paths with a stand-in that follows a script."""

    def call(paths, *script, options=()):
        with standin.serving_apart(*(script or [GOOD])) as server:
            found = run("extract", *paths, "-o", "OUT", "--base-url", server.base_url,
                        "--model", "stand-in", *options)  # fmt: skip
        found.requests = server.requests
        found.headers = server.headers
        return found

    return call


# --- articles ----------------------------------------------------------------------------

BAD_PAGES = {
    "missing": (None, "does not exist; check the path"),
    "empty": (b"", "is empty; give"),
    "spaces": (b" \n\t\n", "empty"),
    "binary": (bytes(range(256)) * 20, "is binary, not text"),
    "image": (b"\x89PNG\r\n\x1a\n" + bytes(200), "is a PNG image"),
    "menu": ("홈\n로그인\n회원가입\n".encode(), "holds no article"),
}


@pytest.mark.parametrize("kind", BAD_PAGES)
def test_a_page_that_cannot_be_had_fails_alone_and_the_others_get_their_records(kind, served):
    content, said = BAD_PAGES[kind]
    if content is not None:
        write("bad.txt", content)
    write("one.txt")
    write("two.txt", SECOND)
    found = served(["one.txt", "bad.txt", "two.txt"])
    assert found.code == 1
    assert len(found.errors) == 1
    assert found.errors[0].startswith("bad.txt")
    assert said in found.errors[0]
    assert {record["article"]["source"] for record in records()} == {"one.txt", "two.txt"}
    assert found.lines[0] == f"Model: stand-in at {found.lines[0].rpartition(' ')[2]}"
    assert "2 records in OUT/records, 1 failed" in found.lines[-1]


def test_a_page_in_another_encoding_is_read(served):
    write("one.txt", FIRST.encode("cp949"))
    assert served(["one.txt"]).code == 0
    assert "458억 원" in records()[0]["article"]["body"]


def test_a_file_name_in_an_older_encoding_is_no_trouble(served):
    raw = os.fsdecode("해오름.txt".encode("cp949"))
    write(raw)
    found = served(["."])
    assert found.code == 0
    assert records()[0]["article"]["source"].endswith(".txt")


def test_of_rows_a_broken_one_fails_alone_and_is_named_by_its_line(served):
    rows = [json.dumps({"body": FIRST}), '{"body": ', json.dumps({"title": "x"}), "[]",
            json.dumps({"body": SECOND, "source": "\ud800 two"})]  # fmt: skip
    write("rows.jsonl", "\n".join(rows))
    found = served(["rows.jsonl"])
    assert found.code == 1
    assert [error.split(" ")[0] for error in sorted(found.errors)] == [
        "rows.jsonl:2",
        "rows.jsonl:3",
        "rows.jsonl:4",
    ]
    assert len(records()) == 2


def test_an_empty_folder_says_what_is_looked_for(served):
    Path("pages").mkdir()
    found = served(["pages"])
    assert found.code == 1
    assert "pages holds no article file (.txt" in found.errors[0]


def test_records_in_the_folder_that_is_read_are_no_articles(served):
    write("one.txt")
    assert served(["."]).code == 0
    assert served(["."]).code == 0
    assert len(records()) == 1


def test_standard_input_is_an_article(served, monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(FIRST.encode())))
    assert served(["-"]).code == 0
    assert records()[0]["article"]["source"] == "-"


def test_empty_standard_input_is_an_error(served, monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO()))
    found = served(["-"])
    assert found.code == 1
    assert found.errors[0].startswith("- is empty")


def test_the_same_article_twice_is_asked_about_once_and_said_to_be_the_same(served):
    write("one.txt")
    write("again.txt")
    found = served(["one.txt", "again.txt", "one.txt"], options=["--concurrency", "1"])
    assert found.code == 0
    assert len(found.requests) == 1
    assert len(records()) == 1
    assert sum("the same article as one.txt." in line for line in found.lines) == 2


# --- the model ---------------------------------------------------------------------------


def test_a_named_model_without_a_key_or_an_address_says_which_to_set(run):
    write("one.txt")
    found = run("extract", "one.txt", "-o", "OUT", "--model", "gpt-x")
    assert found.code == 2
    assert "'gpt-x' needs a key or an address: set OPENAI_API_KEY" in found.errors[0]
    assert not Path("OUT").exists()


@pytest.mark.parametrize("count", [1, 12])
def test_a_wrong_key_ends_the_run_with_one_sentence(count, served, monkeypatch):
    monkeypatch.setenv("LLMEXTRACT_API_KEY", "sk-0123456789abcdef")
    for number in range(count):
        write(f"{number:02}.txt", FIRST.replace("458", str(400 + number)))
    found = served(["."], standin.error(401, "Incorrect API key provided: sk-0123456789abcdef"))
    assert found.code == 2
    assert len(found.errors) == 1
    assert "refused the key (401)" in found.errors[0]
    assert "LLMEXTRACT_API_KEY" in found.errors[0]
    assert "sk-0123" not in "\n".join(found.lines)
    assert "never retrieved" not in "\n".join(found.lines)


def test_an_endpoint_that_wants_a_key_and_got_none_says_so(served):
    write("one.txt")
    found = served(["one.txt"], standin.error(401, "no key"))
    assert found.code == 2
    assert "wants a key (401) and none is set; set LLMEXTRACT_API_KEY." in found.errors[0]


def test_what_is_forbidden_is_told_in_the_endpoints_words(served):
    write("one.txt")
    found = served(["one.txt"], standin.error(403, "Your country is not served."))
    assert found.code == 2
    assert "(403) and none is set: Your country is not served; set" in found.errors[0]


def test_an_unknown_model_is_named(served):
    write("one.txt")
    found = served(["one.txt"], standin.error(404, "no", code="model_not_found"))
    assert found.code == 2
    assert "knows no model 'stand-in'" in found.errors[0]


def test_a_host_that_cannot_be_reached_is_told_once_an_article_and_soon_given_up(run):
    for number in range(5):
        write(f"{number}.txt", FIRST.replace("458", str(400 + number)))
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    found = run("extract", ".", "-o", "OUT", "--base-url", address,
                "--model", "m", "--concurrency", "1")  # fmt: skip
    assert found.code == 1
    assert len(found.errors) == 2
    assert all(f"No connection to {address} (Connection refused)" in e for e in found.errors)


def test_an_address_that_is_none_is_refused_before_anything(run):
    found = run("extract", "x.txt", "-o", "OUT", "--base-url", "localhost:80", "--model", "m")
    assert found.code == 2
    assert "'localhost:80' is no address of an endpoint" in found.errors[0]


def test_missing_weights_that_may_not_be_fetched_are_an_error_that_says_how_big_they_are(run):
    write("one.txt")
    found = run("extract", "one.txt", "-o", "OUT", "--no-fetch")
    assert found.code == 2
    assert "weights (1.1 GB) are not in" in found.errors[0]
    assert "llmextract model fetch" in found.errors[0]
    assert found.lines[0].startswith("Model: Qwen2.5-Coder-1.5B")


def test_a_mistyped_path_fetches_no_weights(run, monkeypatch):
    monkeypatch.setattr("llmextract.models.weights.sources", pytest.fail)
    found = run("extract", "nope.txt", "-o", "OUT")
    assert found.code == 1
    assert found.errors == ["nope.txt does not exist; check the path."]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (standin.error(500, "boom"), "failed with 500 (boom); try again later."),
        (standin.error(429, "slow down"), "takes no more requests for now (slow down)"),
        (standin.error(400, "context too long"), "did not take the request (400)"),
        (standin.refusal("No."), "no usable answer in three attempts"),
        (standin.reply('{"programs": ['), "no usable answer in three attempts"),
        (standin.drop(), "Server disconnected"),
        (standin.text("<html>", status=200), "see whether its address is right"),
    ],
    ids=["500", "429", "400", "refusal", "half", "drop", "html"],
)
def test_one_article_that_the_model_fails_on_costs_no_other_and_is_named(fault, said, served):
    write("one.txt")
    write("two.txt", SECOND)
    failing = standin.when(lambda request: "푸른길" in talk.question(request), fault, GOOD)
    found = served(["two.txt", "one.txt"], failing)
    assert found.code == 1
    assert len(found.errors) == 1
    assert found.errors[0].startswith("two.txt: ")
    assert said in found.errors[0]
    assert [record["article"]["source"] for record in records()] == ["one.txt"]


def test_a_server_without_strict_schemas_is_asked_for_plain_json_and_found_out_once(served):
    for number in range(4):
        write(f"{number}.txt", FIRST.replace("458", str(400 + number)))
    server = standin.when(
        lambda request: request.get("response_format", {}).get("type") == "json_schema",
        standin.no_json_schema(),
        GOOD,
    )
    assert served(["."], server).code == 0
    found = records()
    assert [r["attempts"][0]["response_format"] for r in found] == ["json_object"] * 4


def test_the_refused_format_is_tried_by_one_request_of_the_run(served):
    for number in range(6):
        write(f"{number}.txt", FIRST.replace("458", str(400 + number)))
    server = standin.when(
        lambda request: request.get("response_format", {}).get("type") == "json_schema",
        standin.no_json_schema(),
        GOOD,
    )
    found = served(["."], server)
    tried = [request["response_format"]["type"] for request in found.requests]
    assert tried.count("json_schema") == 1
    assert tried.count("json_object") == 6


def test_a_reasoning_model_s_answer_is_taken_and_its_thoughts_are_not(served):
    write("one.txt")

    def think(request):
        return standin.reasoning("Is it 485억 원?", talk.answer(request))

    async def behave(request):
        return await think(await request.json())(request)

    found = served(["one.txt"], behave)
    assert found.code == 0
    assert "485" not in json.dumps(records(), ensure_ascii=False)


def test_concurrency_is_what_the_server_sees(run):
    for number in range(12):
        write(f"{number:02}.txt", FIRST.replace("458", str(400 + number)))
    with standin.serving_apart(GOOD) as server:
        run("extract", ".", "-o", "OUT", "--base-url", server.base_url, "--model", "m",
            "--concurrency", "2")  # fmt: skip
    assert server.most_at_once <= 2


# --- the schema, the output, the call ----------------------------------------------------


@pytest.mark.parametrize(
    "schema", ["nope", "nope:Model", "json:loads", "..x:Y", ":", "broken:Model", "llmextract:"]
)
def test_a_schema_that_is_not_there_is_named_before_anything_is_asked(schema, run):
    write("one.txt")
    write("broken.py", "x = undefined")
    found = run("extract", "one.txt", "-o", "OUT", "--schema", schema)
    assert found.code == 2
    assert len(found.errors) == 1
    assert schema in found.errors[0]
    assert not Path("OUT").exists()


@pytest.mark.parametrize("content", ["garbage: [", "{}", "[1]", "", "interactions: [{}]"])
def test_a_damaged_cassette_is_named_and_costs_no_other_article(content, run):
    write("one.txt")
    write("two.txt", SECOND)
    write("one.yaml", content)
    write("two.yaml", "interactions: []\nversion: 1\n")
    found = run("extract", "one.txt", "two.txt", "-o", "OUT", "--replay", ".")
    assert found.code == 1
    assert found.errors[0].startswith("one.txt: one.yaml is no cassette")
    assert "two.yaml does not hold this request" in found.errors[1]


@pytest.mark.parametrize("out", ["file", "file/below"])
def test_an_output_folder_that_cannot_be_is_refused_before_anything_is_asked(out, run):
    write("one.txt")
    write("file", "in the way")
    with standin.serving_apart(GOOD) as server:
        found = run("extract", "one.txt", "-o", out, "--base-url", server.base_url,
                    "--model", "m")  # fmt: skip
    assert found.code == 2
    assert found.errors == [
        f"{out} cannot be written (Not a directory); choose another folder with -o."
    ]
    assert server.requests == []
    assert Path("file").read_text() == "in the way"


def test_a_full_disk_ends_the_run_and_leaves_whole_what_was_written(served, monkeypatch):
    write("one.txt")
    write("two.txt", SECOND)
    real = os.fsync

    def fsync(handle):
        if list(Path("OUT", "records").glob("*.json")):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    found = served(["one.txt", "two.txt"], options=["--concurrency", "1"])
    assert found.code == 2
    assert len(found.errors) == 1
    assert "cannot be written (No space left on device); make room" in found.errors[0]
    assert len(records()) == 1


def test_a_record_of_before_is_left_as_it_was_when_it_cannot_be_written_anew(served, monkeypatch):
    write("one.txt")
    assert served(["one.txt"]).code == 0
    before = records()

    def fail(*_):
        raise OSError(errno.EDQUOT, os.strerror(errno.EDQUOT))

    monkeypatch.setattr(os, "replace", fail)
    assert served(["one.txt"]).code == 2
    assert records() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Usage"),
        (["nope"], "No such command 'nope'"),
        (["extract"], "Missing argument 'PATH...'"),
        (["extract", "a.txt"], "Missing option '-o'"),
        (["extract", "a.txt", "-o", "o", "--published", "7일"], "'7일' is no date; write it like"),
        (["extract", "a.txt", "-o", "o", "--published", "2025-02-30"], "is no date"),
        (["extract", "a.txt", "-o", "o", "--concurrency", "0"], "0 is not in the range"),
        (["extract", "a.txt", "-o", "o", "--concurrency", "two"], "'two' is not a valid integer"),
        (["extract", "a.txt", "-o", "o", "--nope"], "No such option"),
        (["scan"], "Missing argument 'PATH|-'"),
        (["schema", "check"], "Missing argument 'NAME'"),
    ],
)
def test_a_wrong_call_is_told_in_the_end_and_is_exit_code_two(words, said, run):
    found = run(*words)
    assert found.code == 2
    assert said in "\n".join(found.lines)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["show", "folder"], "folder holds no records; `llmextract extract"),
        (["show", "nowhere"], "nowhere holds no records"),
        (["show", "one.txt"], "one.txt cannot be read as a record"),
        (["show", "other.json"], "other.json is no record of format 1"),
        (["show", "half.json"], "half.json is no record of format 1"),
        (["show", "bare.json"], "bare.json is no record of format 1"),
        (["scan", "folder"], "folder cannot be read (Is a directory); give a text file"),
        (["scan", "nowhere"], "nowhere cannot be read (No such file or directory)"),
        (["clean", "nowhere"], "nowhere does not exist"),
    ],
)
def test_a_thing_of_the_wrong_kind_is_named_with_what_to_give(words, said, run):
    Path("folder").mkdir()
    write("one.txt")
    write("other.json", '{"format": 2, "record": {}}')
    write("half.json", '{"format": 1, "record": []}')
    parts = {"article": {}, "record": {"programs": [1]}, "unassigned": [], "findings": []}
    write("bare.json", json.dumps({"format": 1} | parts))
    found = run(*words)
    assert found.code == 1
    assert len(found.errors) == 1
    assert said in found.errors[0]


def test_show_says_that_there_is_no_record_of_that_name(served, run):
    write("one.txt")
    served(["one.txt"])
    found = run("show", "OUT", "ffff")
    assert found.code == 1
    assert found.errors == ["OUT holds no record of the article 'ffff'."]
    assert run("show", "OUT").code == 0


# --- from outside ------------------------------------------------------------------------

PROGRAM = [sys.executable, "-W", "error", "-c", "from llmextract.cli import main; main()"]


@pytest.fixture
def begin(monkeypatch):
    """Start the program as a shell does, with warnings as errors."""
    monkeypatch.setenv("PYTHONPATH", str(Path(cli.__file__).parents[2]))
    started = []

    def start(*words, under=(), **options):
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        process = subprocess.Popen([*under, *PROGRAM, *words], text=True, **(pipes | options))  # noqa: S603
        started.append(process)
        return process

    yield start
    for process in started:
        with process:
            process.kill()


def test_interrupting_a_run_twice_ends_it_at_once_with_one_sentence_and_130(begin):
    write("one.txt")
    with standin.serving_apart(standin.stall()) as server:
        process = begin("extract", "one.txt", "-o", "OUT", "--base-url", server.base_url,
                        "--model", "m")  # fmt: skip
        for _ in range(600):
            if server.requests:
                break
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        lines = iter(process.stderr.readline, "")
        assert any("Ctrl-C again stops now" in line for line in lines)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said.splitlines()[-1] == "Error: Stopped. Records written so far are whole."
    assert "Traceback" not in said
    assert records() == []


def test_a_run_that_waits_for_standard_input_can_be_interrupted(begin):
    process = begin("extract", "-", "-o", "OUT", "--base-url", "http://127.0.0.1:9/v1",
                    "--model", "m", stdin=subprocess.PIPE)  # fmt: skip
    assert process.stderr.readline().startswith("Model: m at")
    process.send_signal(signal.SIGINT)
    process.wait(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in process.stderr.read()


def test_a_reader_that_leaves_early_sees_no_traceback(begin):
    write("long.txt", FIRST * 3000)
    process = begin("scan", "long.txt", "--json")
    assert process.stdout.readline().startswith('{"kind": "money"')
    process.stdout.close()
    assert process.stderr.read() == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_finds_no_room_is_one_sentence(begin):
    write("one.txt")
    with Path("/dev/full").open("w") as full:
        process = begin("scan", "one.txt", stdout=full)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 2
    assert said == (
        "Error: The output cannot be written (No space left on device); make room for it.\n"
    )


SMALL = (
    'mount -t tmpfs -o size=400k none small && "$@"; code=$?; ls -A small/OUT/records; exit $code'
)
"""A file system of a hundred blocks, which only the program sees."""


def _may_mount(folder):
    try:
        words = ["unshare", "-rm", "mount", "-t", "tmpfs", "none", str(folder)]
        return subprocess.run(words, capture_output=True, check=False).returncode == 0  # noqa: S603
    except FileNotFoundError:
        return False


def test_a_disk_that_is_full_in_earnest_holds_whole_records_and_no_parts(begin):
    Path("small").mkdir()
    if not _may_mount("small"):
        pytest.skip("no file system may be mounted here")
    for number in range(100):
        write(f"{number}.txt", FIRST.replace("458", str(400 + number)))
    with standin.serving_apart(GOOD) as server:
        words = ["extract", ".", "-o", "small/OUT", "--base-url", server.base_url, "--model", "m"]
        process = begin(*words, under=["unshare", "-rm", "sh", "-c", SMALL, "sh"])
        out, said = process.communicate(timeout=60)
    assert process.returncode == 2
    written = [line for line in said.splitlines() if line.startswith("[")]
    assert written
    assert said.count("Error: ") == 1
    # Whichever meets it first: a record, or the ledger.
    last = said.splitlines()[-1]
    assert "(No space left on device); make room" in last or "disk is full); make room" in last
    assert len(out.splitlines()) >= len(written)
    assert all(name.endswith(".json") and name[0] != "." for name in out.splitlines())


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp949"])
def test_a_terminal_of_any_encoding_shows_records(encoding, run, monkeypatch):
    write("one.txt")
    narrow = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", narrow)
    assert run("scan", "one.txt").code == 0
    narrow.flush()
    assert b"45,800,000,000" in narrow.buffer.getvalue()
