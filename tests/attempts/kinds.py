"""A night in a shop that asks in every way: each kind, a timer, a note to skip, counters, branches, a pool."""

from typing import Any


def results(to: str, *names: str, points: int = 2) -> dict[str, Any]:
    """The results of these names (right and wrong always), all leading to `to`; right gives points in report."""
    worth = {"right": {"report": points}, "partly": {"report": 1}}
    return {name: {"to": to, "points": worth.get(name, {})} for name in ("right", *names, "wrong")}


BODY: dict[str, Any] = {
    "format": 2, "kind": "scenario", "source": "zh-Hant", "competencies": ["empathy", "report"], "minutes": 6,
    "pass_mark": 70, "start": "hello",
    "counters": [{"id": "calm", "start": 0, "min": 0, "max": 1}, {"id": "tries", "start": 0, "min": 0, "max": 2}],
    "nodes": [
        {"id": "hello", "kind": "card", "to": "greet"},
        {"id": "greet", "kind": "choice", "choices": [
            {"id": "stare", "to": "look", "quality": "poor", "points": {}, "effects": {"tries": 1}},
            {"id": "seat", "to": "look", "quality": "good", "points": {"empathy": 2}, "effects": {"calm": 1}},
            {"id": "chat", "to": "look", "quality": "ok", "points": {}, "effects": {"calm": 1},
             "guard": [{"counter": "tries", "at_least": 1}]}]},
        {"id": "look", "kind": "card", "to": "greet", "branches": [
            {"guard": [{"counter": "calm", "at_least": 1}], "to": "warm"},
            {"guard": [{"counter": "tries", "at_least": 2}], "to": "cold"}]},
        {"id": "warm", "kind": "card", "to": "signs"},
        {"id": "cold", "kind": "card", "to": "signs"},
        {"id": "signs", "kind": "choices", "options": [
            {"id": "shoes", "mark": "right"}, {"id": "lost", "mark": "right"}, {"id": "rich", "mark": "wrong"},
            {"id": "photo", "mark": "harm"}],
         "results": results("steps", "partly", "harm")},
        {"id": "steps", "kind": "order", "items": [
            {"id": "safe"}, {"id": "ask"}, {"id": "call"}, {"id": "write"}], "results": results("report", "partly")},
        {"id": "report", "kind": "match",
         "slots": [{"id": "when"}, {"id": "where"}, {"id": "who"}, {"id": "out"}],
         "items": [{"id": "time", "slot": "when"}, {"id": "door", "slot": "where"}, {"id": "old", "slot": "who"},
                   {"id": "crazy", "slot": "out", "harm": ["who"]}, {"id": "name", "slot": "out"}],
         "results": results("wait", "partly", "harm")},
        {"id": "wait", "kind": "number", "low": 30, "high": 60, "near": [20, 90], "min": 0, "max": 600, "step": 5,
         "results": results("say", "partly"),
         "timer": {"seconds": 30, "to": "say", "points": {}, "quality": "critical"}},
        {"id": "say", "kind": "text", "most": 40, "accept": [
            {"id": "stay", "words": ["陪你", "陪您", "stay"]}, {"id": "sit", "words": ["坐", "sit"]}],
         "avoid": ["報警抓"], "results": results("story", "partly", "harm")},
        {"id": "story", "kind": "card", "note": "suicide", "skip": "quiz", "to": "rate"},
        {"id": "rate", "kind": "level", "choices": [
            {"id": "red", "to": "quiz", "quality": "ok", "points": {}},
            {"id": "orange", "to": "quiz", "quality": "good", "points": {"empathy": 2}},
            {"id": "yellow", "to": "quiz", "quality": "poor", "points": {}},
            {"id": "green", "to": "quiz", "quality": "critical", "points": {}}]},
        {"id": "quiz", "kind": "pool", "draw": 2, "of": ["q1", "q2", "q3"], "to": "end"},
        *({"id": f"q{n}", "kind": "choice", "choices": [
            {"id": "no", "to": "quiz", "quality": "poor", "points": {}},
            {"id": "yes", "to": "quiz", "quality": "good", "points": {"report": 1}}]} for n in (1, 2, 3)),
        {"id": "end", "kind": "ending", "outcome": "correct"},
    ],
    "texts": {"zh-Hant": {
        "title": "門口的阿公", "summary": "凌晨兩點，一位阿公站在門口不走。",
        "hello.title": "凌晨兩點", "hello.text": "自動門開了又關。阿公站在門口，沒有進來。",
        "greet.text": "你先做什麼？", "greet.seat.text": "「阿公，外面冷，進來坐一下。」",
        "greet.seat.feedback": "他點點頭，進來了。",
        "greet.stare.text": "繼續補貨，先看著。", "greet.stare.feedback": "他往馬路走了兩步。",
        "greet.chat.text": "「阿公，今天怎麼這麼晚？」", "greet.chat.feedback": "他笑了一下。",
        "look.text": "你多看了他一眼。", "warm.text": "他坐下來，手慢慢不抖了。", "cold.text": "他還站著，手一直在抖。",
        "signs.text": "哪些事要記下來？",
        "signs.shoes.text": "他穿著室內拖鞋，沒穿外套", "signs.shoes.feedback": "可能是走失：出門時沒有準備。",
        "signs.lost.text": "他說不出家在哪裡", "signs.lost.feedback": "這是最重要的一件事。",
        "signs.rich.text": "他的手錶看起來很貴", "signs.rich.feedback": "跟他需不需要幫忙沒有關係。",
        "signs.photo.text": "先拍照傳到店裡的群組", "signs.photo.feedback": "他的臉會傳到你不認識的人手上，收不回來。",
        "signs.right.feedback": "你看到的，警察也會問。", "signs.partly.feedback": "看到了一些，還少一樣。",
        "signs.wrong.feedback": "再看一次：哪些跟他安不安全有關？",
        "signs.harm.feedback": "照片傳出去，阿公的家人明天就會在網路上看到。",
        "steps.text": "接下來，照什麼順序做？", "steps.safe.text": "看自己和旁邊的人安不安全",
        "steps.ask.text": "慢慢問他的名字、住哪裡", "steps.call.text": "打 [[police]]，說清楚人在哪裡",
        "steps.write.text": "把時間和說過的話寫下來", "steps.right.feedback": "先安全，再問，再打，最後寫。",
        "steps.partly.feedback": "大致對了，差一步。", "steps.wrong.feedback": "先確定安全，其他才做得下去。",
        "report.text": "把這幾句放進通報單。", "report.when.text": "時間", "report.where.text": "地點",
        "report.who.text": "這個人看起來怎樣", "report.out.text": "不寫進通報",
        "report.time.text": "今天凌晨兩點十分左右進來", "report.door.text": "福小門市，靠馬路那一邊的門口",
        "report.old.text": "七、八十歲，穿藍色睡衣、室內拖鞋", "report.crazy.text": "他應該是瘋了",
        "report.name.text": "他很像王太太的公公", "report.right.feedback": "一看就懂，可以直接唸給 [[police]] 聽。",
        "report.partly.feedback": "大部分都放對了。", "report.wrong.feedback": "看到的寫進去，猜的留在外面。",
        "report.harm.feedback": "標籤寫進通報，來的人就不會好好聽他說。",
        "wait.text": "打通電話以後，多久要回頭看他一次？", "wait.unit": "秒",
        "wait.right.feedback": "差不多一首歌的一半。",
        "wait.partly.feedback": "接近了。", "wait.wrong.feedback": "他會以為你走了。",
        "wait.timeout.feedback": "他等不到人，又站起來了。",
        "say.text": "他說：「我是不是給你添麻煩？」你怎麼回他？",
        "say.right.feedback": "他聽到有人陪，就坐得住。", "say.partly.feedback": "很好，再讓他知道你會陪他。",
        "say.wrong.feedback": "先讓他知道，他可以留在這裡。", "say.harm.feedback": "他嚇到了，往門口走。",
        "story.text": "他小聲說：「活著也沒意思。」", "rate.text": "這是哪一級？", "rate.orange.feedback": "對，橙級。",
        "rate.red.feedback": "高了一級。", "rate.yellow.feedback": "低了一級。",
        "rate.green.feedback": "他會一個人走出去。",
        **{f"q{n}.{key}": text for n in (1, 2, 3) for key, text in {
            "text": f"第 {n} 道題庫題：通報單可以貼在牆上嗎？", "yes.text": "不行，收進抽屜",
        "no.text": "可以，大家都看得到",
            "yes.feedback": "對，只給要看的人看。", "no.feedback": "客人也看得到。"}.items()},
        "end.title": "天快亮了", "end.text": "他的女兒來了，一直跟你說謝謝。",
    }},
}  # fmt: skip
