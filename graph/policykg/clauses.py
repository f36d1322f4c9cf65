"""The grammar of assignment clauses: who leads, who assists, who answers for a task.

A clause is what stands in a bracket, on a line of its own or in a table cell. Papers write it in
two ways, often mixed: labels (牵头单位：甲；配合单位：乙) and verbs (甲牵头，乙、丙配合). A label
governs the names behind it until the next label, a verb the names before it back to the last verb.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from policykg.bodylists import cut_list, head_of, is_sure, may_be_body, opens_with_name, read_names
from policykg.elisions import restore
from policykg.lexicon import LEVEL_WORDS, Lexicon
from policykg.model import Passage, Role, RoleMention
from policykg.names import BARE, SUFFIX_ONLY, Name, NameBook

#: Labels that take their text out of the list of bodies.
_OTHER_LABEL = r"原(?:牵头|责任|配合|主管|负责)(?:单位|部门)|(?:完成|工作|办结|推进|时间|进度)?(?:时限|时间|期限|节点|安排|要求)|责任人|责任领导|牵头领导|分管领导|市?领导|联系人(?:及(?:联系)?(?:电话|方式))?|联系电话|联系方式|电话|备注|目标|措施|依据|年度目标|(?:督办|督查|督导|监督|指导|审核|验收|考核)(?:单位|部门)?"
#: A remark on how to read the list, no body of it.
_REMARK = re.compile(
    r"(?:第一|首)(?:位|个|名|家|责任|的|者|为).{0,20}牵头|[*＊★☆▲△●◆※#].{0,8}(?:为|是)(?:主要|总)?牵头|(?:其他|其余).{0,10}配合|^下同$|排名不分先后|^不再列出$|具体.{2,6}附后"
)
#: From here on a clause says what holds for the items behind it (以下均需各县区政府落实，不再列出).
_STANDING = re.compile(
    r"[。，；,;]?\s*以下[\u4e00-\u9fff]{0,8}?均需(?P<names>[^，。；]{2,40}?)(?:负责)?(?:落实|负责|配合)"
)
#: Which tasks a closing clause is for (以上两项工作，由甲牵头).
_SUMMED = re.compile(
    r"\s*(?:以上|上述|前述)(?:各|[\d一二三四五六七八九十两]+)?(?:项|条|款)?(?:重点)?(?:工作|任务|事项|措施|内容|举措|政策)*\s*(?:[，,：:]\s*(?=\S)|的?(?=(?:牵头|责任|配合)(?:单位|部门)))"
)
_TIME = re.compile(
    r"\d{4}年|\d{1,2}月|年底|季度|上半年|下半年|长期|持续|常态化|每年|每月|即时|立即|适时|全年|底前|“?十[三四五六]五”?|到位|按时限|印发之日"
)
#: A verb right behind a body and before the next clause: 甲牵头会同乙, 甲牵头 乙配合.
_VERB_JOIN = re.compile(
    r"(?<=[局委厅部院署办会府行心])(?:牵头|负责|主办|主责)(?=(?:会同|联合|协同|商)[\u4e00-\u9fff]{3})"
    r"|(?<=[局委厅部院署办会府行心])(?:牵头|主办|主责|配合|协办|参与|负责)"
    rf"(?=\s*(?:{'|'.join(LEVEL_WORDS)}|各|国家|中国)[\u4e00-\u9fff]+(?:配合|协办|参与|负责|牵头)|\s+(?:{'|'.join(LEVEL_WORDS)}|各)[\u4e00-\u9fff])"
)
_OPENERS = re.compile(r"^(?:(?:以上|上述|本项)[^由]{0,12}由|由|以及|还有|及|和|与|其中|或|另)(?=[\u4e00-\u9fff])")
#: A body that does not, no longer or only perhaps do it (不再由甲牵头, 除甲外).
_SHUT = re.compile(r"^(?:不再|不由|除|若|如(?:果|由)?|原由)")
_ADVERB = (
    r"(?:结合实际)?(?:(?:结合|按照|依照|依据|根据|按|依)(?:各自|工作|部门|法定|自身|本|行业|管理|的)*(?:职责|职能|权限|任务)+(?:范围|分工)*内?)?"
    r"(?:各负其责|分工)?(?:共同|分别|联合|协同|具体|统筹|组织|积极|密切|协作|做好|抓好|认真)*"
)
_TAIL = r"(?:具体|组织|推进|落实|实施|办理|相关工作|有关工作|工作|完成|推动|执行|组织实施|落实|抓落实|到位)*"
#: Rules under which all that a list holds are bodies: behind a label, in a column.
_LISTING_RULE = re.compile(r"label$|^column")
#: A role in brackets behind one name of a list: 市文物局（牵头）.
_MARKED = re.compile(
    r"\s*[（(〔\[]\s*(?:(?P<leads>总?牵头|主责|主办|牵头单位|牵头部门|负责牵头)|(?P<assists>配合|协办|参与|协助|配合单位))\s*[)）〕\]]$"
)
_PERSON = re.compile(
    r"[（(](?:(?:责任人|联系人|负责人|联系电话|电话|分管领导)[:：][^（()）]{0,30}|[^（()）]{0,6}(?:第一|首)(?:位|个|名|责任|为|的)[^（()）]{0,30}牵头[^（()）]{0,30}|下同)[)）]"
    r"|\s+\S{2,20}(?:人民政府|办公室|办公厅|委员会|指挥部|领导小组|[局委厅部])\s*\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日.*$"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as read: mentions in order, time words, what stayed undecided (printed names), and
    the words that are no body as they stand (``strays``: 市审计局监督).
    """

    mentions: tuple[RoleMention, ...]
    deadline: str
    undecided: tuple[Passage, ...]
    labelled: bool
    verbs: bool
    strays: tuple[Passage, ...] = ()


@cache
def _patterns(
    lexicon: Lexicon,
) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], dict[str, Role], dict[str, Role]]:
    labels: dict[str, Role] = {w.word: w.role for w in lexicon.role_words if w.use == "label" and w.role}
    verbs: dict[str, Role] = {w.word: w.role for w in lexicon.role_words if w.use == "verb" and w.role}
    joins = [w.word for w in lexicon.role_words if w.use == "join"]
    levels = "|".join(sorted(LEVEL_WORDS, key=len, reverse=True))
    words = "|".join(r"\s*".join(w) for w in sorted(labels, key=len, reverse=True))
    label = re.compile(
        rf"[【\[]?(?:(?P<level>{levels})\s*)?(?P<word>{words})\s*(?P<noun>(?:责任)?(?:单\s*位|部\s*门|机\s*构|处\s*室|科\s*室|主\s*体|办\s*公\s*室|企\s*业|方|[单部][\u4e00-\u9fff](?=\s*[:：])))?"
        rf"\s*(?:[】\]]?\s*[:：]|(?<=[位门])[】\]]|(?P<bare>(?<=[位门])(?=\s+[\u4e00-\u9fff])|(?<=[位门])(?:为|是)?(?=\s*(?:{levels}|国家|中国|各))))|(?P<other>{_OTHER_LABEL})\s*[:：]"
        rf"|(?P<damaged>[\u4e00-\u9fff]{{2}})\s*(?:单\s*位|部\s*门)\s*[:：]"
    )
    verb = re.compile(
        rf"(?:{_ADVERB})(?P<verb>{'|'.join(sorted(verbs, key=len, reverse=True))}){_TAIL}$"
        rf"|为(?P<noun>{'|'.join(sorted(labels, key=len, reverse=True))})(?:单位|部门|主体)$"
        rf"|(?P<duty>(?:结合|按照|依照|依据|根据|按|依)(?:各自|工作|部门|法定|自身)*(?:职责|职能)+(?:分工)?)$"
    )
    join = re.compile(rf"(?:{'|'.join(joins)})(?=[\u4e00-\u9fff])")
    return label, verb, join, labels, verbs


def read_clause(
    passage: Passage, book: NameBook, default: Role | None = None, rule: str = "bracket", score: float = 0.95
) -> Clause:
    """Read a clause; ``default`` is the role of names that neither a label nor a verb governs.

    >>> from policykg.lexicon import load_lexicon
    >>> clause = read_clause(Passage.of("市财政局牵头，市教育局、市科技局配合"), NameBook(load_lexicon()))
    >>> [(m.printed, m.role) for m in clause.mentions]
    [('市财政局', 'leads'), ('市教育局', 'assists'), ('市科技局', 'assists')]
    """
    label_pattern, _, _, labels, _ = _patterns(book.lexicon)
    passage = _without_remarks(passage)
    if summed := _SUMMED.match(passage.text):
        passage = passage[summed.end() :]
    standing = _STANDING.search(passage.text)
    if standing:
        passage = passage[: standing.start()]
    marks = [m for m in label_pattern.finditer(passage.text) if _stands_free(passage.text, m)]
    mentions: list[RoleMention] = []
    undecided: list[Passage] = []
    deadline: list[str] = []
    verbs = False
    strays: list[Passage] = []
    bounds = [m.start() for m in marks] + [len(passage)]
    runs: list[tuple[Passage, Role | None, str]] = []
    if bounds[0]:
        runs.append((passage[: bounds[0]], default, rule))
    for mark, end in zip(marks, bounds[1:], strict=True):
        run = passage[mark.end() : end]
        role = _label_role(mark, labels, book)
        if role is None:
            if _TIME.search(run.text):
                deadline.append(run.text.strip(" ；;，,。"))
            continue
        # 部门分工：甲牵头，乙，丙配合: the verbs say who does what
        clause_follows = (mark["word"] or "").endswith("分工") and re.search("牵头|配合", run.text)
        runs.append((run, role, rule if clause_follows else f"{rule}-label"))
    for run, role, run_rule in runs:
        found, open_names, times, verb_seen, stray = _read_run(run, book, role, run_rule, score)
        strays += stray
        mentions += found
        undecided += open_names
        deadline += times
        verbs = verbs or verb_seen
    return Clause(
        _once(mentions, book),
        "；".join(deadline),
        tuple(undecided),
        any(_label_role(m, labels, book) is not None for m in marks),
        verbs,
        tuple(strays),
    )


def _without_remarks(passage: Passage) -> Passage:
    """Drop brackets that name a person behind a body (（责任人：…）) or say how to read the list."""
    kept: list[Passage] = []
    at = 0
    for match in _PERSON.finditer(passage.text):
        kept.append(passage[at : match.start()])
        at = match.end()
    return Passage.join([*kept, passage[at:]]) if kept else passage


def _label_role(match: re.Match[str], labels: dict[str, Role], book: NameBook) -> Role | None:
    """Return the role a label gives; a damaged one (率头单位, 配台单位) counts when each sign is its own or looks like it."""
    if match.group("word"):
        return labels["".join(match.group("word").split())]
    damaged = match.group("damaged")
    if damaged:
        for word in ("牵头", "责任", "配合", "协办", "参与"):
            alike = [a == b or (a, b) in book.lexicon.confusables for a, b in zip(damaged, word, strict=True)]
            if all(alike) or damaged[1] == word[1] == "任":
                return labels[word]
    return None


def _stands_free(text: str, match: re.Match[str]) -> bool:
    """Tell whether a label is not the tail of a name (各专班牵头部门) or of a verb phrase."""
    if match.group("other") or match.group("damaged"):
        return True
    before = text[: match.start()].rstrip()
    return (
        not before
        or (len(before) < match.start() and match.group()[-1] in ":：")
        or before[-1] in "；;，,。、:：（(〔[【\n"
        or match.group("noun") is not None
        or match.group("bare") is not None
    )


def _once(mentions: list[RoleMention], book: NameBook) -> tuple[RoleMention, ...]:
    """Keep each name once; one without a jurisdiction may be another body behind another (市教育局、体育局、冠县教育局、体育局)."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for mention in mentions:
        name = book.parse(mention.meant or mention.printed)
        bare = name is not None and not name.prefix and name.kind == "agency" and name.strength == BARE
        if bare or (mention.meant or mention.printed, mention.role) not in seen:
            seen.add((mention.meant or mention.printed, mention.role))
            kept.append(mention)
    return tuple(kept)


def _read_run(
    run: Passage, book: NameBook, role: Role | None, rule: str, score: float
) -> tuple[list[RoleMention], list[Passage], list[str], bool, list[Passage]]:
    """Read names and verbs in order; a verb takes all names since the last one."""
    _, verb_pattern, join_pattern, labels, verbs = _patterns(book.lexicon)
    mentions: list[RoleMention] = []
    tokens = [piece for token in cut_list(run, book) for piece in _behind_verb(token)]
    restored = restore(tokens, book)
    pending: list[tuple[Passage, Name | None]] = []
    held: list[tuple[Passage, Name | None]] = []
    joined: list[tuple[Passage, Name | None]] = []
    times: list[str] = []
    verb_seen = verb_led = False
    strays: list[Passage] = []

    def give(names: list[tuple[Passage, Name | None]], to: Role, how: str) -> None:
        for passage, name in names:
            strength = name.strength if name else SUFFIX_ONLY
            sure = score if strength >= BARE else round(score - 0.1 * (BARE - strength), 3)
            meant = restored.get(passage.span(), "")
            mentions.append(
                RoleMention(passage.text, to, *passage.span(), how, sure if not meant else 0.85, meant=meant)
            )

    parted = [_after_comma(run, t) for t in tokens]
    for token, comma in zip(tokens, parted, strict=True):
        if comma and role is not None and rule.endswith("label") and pending:
            held += pending
            pending = []
        if _is_time(token, book):
            times.append(token.text)
            continue
        if _REMARK.search(token.text):
            continue
        if _leaves_open(token.text, book):
            strays.append(token)
            continue
        token = _drop_opener(token, book)
        if marked := _MARKED.search(token.text):
            give(
                read_names(token[: marked.start()], book),
                "leads" if marked.group("leads") else "assists",
                f"{rule}-marked",
            )
            verb_seen = True
            continue
        squeezed = token.squeeze()
        to: Role | None = None
        body = token
        if not is_sure(book, squeezed.text):
            if verb := verb_pattern.search(squeezed.text):
                to = verbs[verb["verb"]] if verb["verb"] else labels[verb["noun"]] if verb["noun"] else "responsible"
                body = head_of(token, squeezed, verb.start())
            elif damaged := _damaged_verb(squeezed.text, book):
                to, length = damaged
                body = head_of(token, squeezed, len(squeezed) - length)
        in_join = bool(joined)
        join = _join(body, join_pattern, book)
        if join:
            before, after = body[: join.start()].strip(), body[join.end() :].strip()
            if before.text:
                pending += read_names(before, book)
            joined += read_names(after, book, restored) or _opening_body(after, book)
        elif body.text.strip():
            names = read_names(body, book, restored) or (_opening_body(body, book) if in_join else [])
            listing = _LISTING_RULE.search(rule) or body.text.startswith("中国")
            if not names and role is not None and to is None and listing and may_be_body(body, book):
                names = [(body.squeeze(), None)]
            strays += [] if names else [body.strip()]
            (joined if in_join else pending).extend(names)
        if to is not None:
            verb_seen = True
            governed = bool(pending)
            if to == "responsible" and role in ("leads", "assists"):
                to = role
            if held and (to == role or to == "leads"):
                pending, held = held + pending, []
            if to == "responsible" and verb_led and re.search("协同|协助", squeezed.text[len(body.squeeze()) :]):
                to = "assists"
            verb_led = verb_led or to == "leads"
            how = "duty" if "职责" in squeezed.text[len(body.squeeze()) :] else "verb"
            give(pending, to, rule if rule.endswith("label") else f"{rule}-{how}")
            # one verb governs both sides of 甲会同乙负责; in 甲牵头，会同乙负责 another verb has the lead
            give(joined, "assists" if to == "leads" or not governed else to, f"{rule}-join")
            pending, joined = [], []
    give(joined, "assists", f"{rule}-join")
    if role is not None:
        give(held + pending, role, rule)
        held, pending = [], []
    return mentions, [p for p, _ in pending], times, verb_seen, strays


def _leaves_open(text: str, book: NameBook) -> bool:
    """Tell whether words shut a body out or leave two to choose from (不再由甲牵头, 甲或乙负责): no role, but a stray."""
    if _SHUT.match(text) and not opens_with_name(text, book):
        return True
    first, either, second = text.partition("或")
    return bool(either) and is_sure(book, first) and bool(_opening(second, book))


def _opening_body(token: Passage, book: NameBook) -> list[tuple[Passage, Name | None]]:
    """Return the body that opens what runs on into a sentence (会同市审计局制定办法), or nothing."""
    return read_names(token[:end], book) if (end := _opening(token.text, book)) else []


def _opening(text: str, book: NameBook) -> int:
    """Return where the sure name ends that a text opens with (its office with it), 0 for none."""
    end = next((n for n in range(3, len(text) + 1) if is_sure(book, text[:n])), 0)
    office = re.match("办公[室厅]", text[end:])
    return end + len(office.group()) if end and office else end


def _behind_verb(token: Passage) -> tuple[Passage, ...]:
    """Part 甲牵头会同乙 and 甲牵头 乙配合, printed without a comma, behind their verbs."""
    match = _VERB_JOIN.search(token.text)
    return (token[: match.end()], *_behind_verb(token[match.end() :].strip())) if match else (token,)


def _after_comma(run: Passage, token: Passage) -> bool:
    """Tell whether a token stands behind a full comma or semicolon (a list of its own in a label's run)."""
    at = run.at.index(token.at[0])
    return bool(re.search(r"[，,；;。]\s*$", run.text[:at]))


def _damaged_verb(text: str, book: NameBook) -> tuple[Role, int] | None:
    """Read a verb that scanning damaged, behind a sure name: its role and printed length.

    率头 and 单兴 are 牵头 when each sign is the verb's own or looks like it (confusables.csv); a
    sign too many behind the verb (配合力) is passed over.
    """
    words: tuple[tuple[str, Role], ...] = (("牵头", "leads"), ("配合", "assists"), ("负责", "responsible"))
    for word, role in words:
        if text[-3:-1] == word and is_sure(book, text[:-3]):
            return role, 3
    if not is_sure(book, text[:-2]):
        return None
    for word, role in words:
        alike = [a == b or (a, b) in book.lexicon.confusables for a, b in zip(text[-2:], word, strict=True)]
        same = any(a == b for a, b in zip(text[-2:], word, strict=True))
        if all(alike) or same:
            return role, 2
    return None


def _join(body: Passage, pattern: re.Pattern[str], book: NameBook) -> re.Match[str] | None:
    """Find a word that joins bodies (甲会同乙): a sure name stands before it, or nothing, and a body behind."""
    if is_sure(book, body.squeeze().text):
        return None
    for match in pattern.finditer(body.text):
        before = body[: match.start()].squeeze().text
        if (is_sure(book, before) or (not before and len(match.group()) > 1)) and len(body) - match.end() > 1:
            return match
    return None


def _is_time(token: Passage, book: NameBook) -> bool:
    return bool(_TIME.search(token.text)) and book.parse(token.squeeze().text) is None


def _drop_opener(token: Passage, book: NameBook) -> Passage:
    match = None if opens_with_name(token.squeeze().text, book) else _OPENERS.match(token.text)
    if match is None:
        by = re.match(r"^[^、由]{1,8}由(?=[\u4e00-\u9fff])", token.text)
        head = by and re.match(r"(?:国家|中央|省|市|县|区|州|自治区)(?:级|层面|级层面)", by.group())
        match = by if head else None
    return token[match.end() :].strip() if match else token


def read_standing(passage: Passage, book: NameBook) -> tuple[Passage, ...]:
    """Return the bodies that a remark charges with all items behind it (以下均需地方各级人民政府落实，不再列出).

    >>> from policykg.lexicon import load_lexicon
    >>> text = Passage.of("环境保护部牵头。以下均需地方各级人民政府落实，不再列出")
    >>> [p.text for p in read_standing(text, NameBook(load_lexicon()))]
    ['地方各级人民政府']
    """
    match = _STANDING.search(passage.text)
    if match is None:
        return ()
    return tuple(
        p for t in cut_list(passage[match.start("names") : match.end("names")], book) for p, _ in read_names(t, book)
    )
