"""
What python-dateutil makes of recurrence rules: the independent answer that ours is compared with.

    python3 recurrence.py SEED COUNT      prints COUNT pairs of a rule and a zone, each with its dates and instants

Every change of the clocks of the zones below, in the years named, is met by several pairs: an hour before it, inside the
time that is skipped or comes twice, and after it. The rest is drawn from SEED. One line each, fields between tabs:

    header  "dateutil", its version, version of the zone data, seed
    change  "change", zone, minutes since 1970, offset before, offset after (minutes)
    pair    zone, first date, time, rule, last date looked at, then the dates as "date=minutes since 1970 and kind", where kind
            is "g" in a gap and "o" in an overlap; and where dateutil errs: the reasons, and the answer to the question put
            in another way

A time in a gap is resolved by tz.resolve_imaginary (read with the offset before the gap, as in RFC 5545), one that comes
twice by fold=0, the first. Where dateutil 2.8.2 and 2.9.0 err:

    negative-saving  in Europe/Dublin and Africa/Casablanca winter time (Ramadan) is written as a saving of -1 hour; dateutil
                     takes the hour after the repeated one for the repeated one
    mixed-days       BYDAY=WE,2MO is read as Wednesdays that are second Mondays; RFC 5545: all that is listed
    first-week       BYSETPOS counts from DTSTART in the first week; RFC 5545: a set begins with its interval
    week-alone       BYWEEKNO without a weekday gives all seven days; RFC 5545: what is left out comes from DTSTART

Not asked, since dateutil has no answer or a wrong one: a tenth Monday of a month (it breaks); the first week of the next year
counted from that year's end (BYWEEKNO=-52 and -53; it misses the days of that week that lie in December); and BYWEEKNO=52
and 53 with a WKST, as in some years it takes the first two days of January for the other of the two (with weeks from Monday
in 2011 and 2022, which no pair meets).
The random source is used through random() alone, which stays the same in all versions of Python; others may change.
"""

import os
import random
import re
import sys
from itertools import islice, takewhile
from types import SimpleNamespace
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import dateutil
import dateutil.rrule
from dateutil import tz
from dateutil.rrule import rrulestr

YEARS = {
    "America/New_York": (2024, 2028),
    "Europe/London": (2024, 2028),
    "Europe/Dublin": (2024, 2028),
    "Australia/Lord_Howe": (2024, 2028),
    "Africa/Casablanca": (2024, 2028),
    "America/Sao_Paulo": (2015, 2019),
}
UTC = timezone.utc
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
LIMIT = 400

# a rule that never fits is searched until the last year of Python's calendar, which takes minutes; 2040 is past all we ask
dateutil.rrule.datetime = SimpleNamespace(**{**vars(dateutil.rrule.datetime), "MAXYEAR": 2040})


def minutes_of(at):
    return int((at - EPOCH).total_seconds()) // 60


def offset_at(zone, at):
    return int(at.astimezone(ZoneInfo(zone)).utcoffset().total_seconds()) // 60


def changes_of(zone):
    """Every change of a zone's offset in its years, found by looking each hour, then each minute; by zoneinfo."""
    first, last = YEARS[zone]
    at, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    found = []
    while at < end:
        then = at + timedelta(hours=1)
        if offset_at(zone, at) != offset_at(zone, then):
            minute = at
            while offset_at(zone, minute) == offset_at(zone, at):
                minute += timedelta(minutes=1)
            found.append((minute, offset_at(zone, at), offset_at(zone, minute)))
        at = then
    return found


class Dice:
    def __init__(self, seed):
        self.source = random.Random(seed)

    def below(self, n):
        return int(self.source.random() * n)

    def between(self, low, high):
        return low + self.below(high - low + 1)

    def one(self, values):
        return values[self.below(len(values))]

    def some(self, values, most):
        left, taken = list(values), []
        for _ in range(self.between(1, most)):
            if left:
                taken.append(left.pop(self.below(len(left))))
        return taken

    def chance(self, share):
        return self.source.random() < share


def joined(values):
    return ",".join(str(value) for value in values)


def weekday_of(day):
    return WEEKDAYS[day.weekday()]


def plain_rule(dice, first):
    """What the editor of a booking can make, fitting its first date."""
    every = dice.one([1, 1, 1, 2, 2, 3, 4, 6])
    nth, last = (first.day + 6) // 7, (first + timedelta(days=7)).month != first.month
    kind = dice.below(6)
    if kind == 0:
        return f"FREQ=DAILY;INTERVAL={every}"
    if kind in (1, 2):
        days = sorted(set(dice.some(WEEKDAYS, 4)) | {weekday_of(first)}, key=WEEKDAYS.index)
        return f"FREQ=WEEKLY;INTERVAL={every};BYDAY={joined(days)}"
    if kind == 3:
        return f"FREQ=MONTHLY;INTERVAL={every};BYMONTHDAY={first.day}"
    if kind == 4:
        return f"FREQ=MONTHLY;INTERVAL={every};BYDAY={-1 if last and dice.chance(0.5) else nth}{weekday_of(first)}"
    return f"FREQ=YEARLY;BYMONTH={first.month};BYMONTHDAY={first.day}"


def any_rule(dice):
    """Whatever RFC 5545 allows for whole days, whether anybody writes it or not."""
    frequency = dice.one(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
    parts = [f"FREQ={frequency}"]
    if dice.chance(0.6):
        parts.append(f"INTERVAL={dice.between(1, 12 if frequency != 'YEARLY' else 2)}")
    own_weeks = dice.chance(0.3)
    if own_weeks:
        parts.append(f"WKST={dice.one(WEEKDAYS)}")
    by, mixed = [], False
    weeks = frequency == "YEARLY" and dice.chance(0.25)
    if weeks:
        numbers = [1, 2, 10, 20, 26, 30, 40, 51, -1, -2] if own_weeks else [1, 2, 10, 20, 26, 30, 52, 53, -1, -2]
        by.append(f"BYWEEKNO={joined(dice.some(numbers, 3))}")
    months = dice.chance(0.3)
    if months:
        by.append(f"BYMONTH={joined(dice.some(range(1, 13), 4))}")
    if frequency == "YEARLY" and dice.chance(0.2):
        by.append(f"BYYEARDAY={joined(dice.some([1, 60, 61, 100, 200, 365, 366, -1, -100, -366], 4))}")
    if frequency != "WEEKLY" and dice.chance(0.35):
        by.append(f"BYMONTHDAY={joined(dice.some(list(range(1, 32)) + [-1, -2, -3, -15, -31], 4))}")
    if dice.chance(0.5):
        numbered = frequency in ("MONTHLY", "YEARLY") and not weeks and dice.chance(0.6)
        # in a month there is no tenth Monday, and dateutil breaks when it is asked for one
        numbers = [1, 2, 3, 4, 5, -1, -2] if months or frequency == "MONTHLY" else [1, 2, 5, 10, 20, 52, 53, -1, -2, -53]
        days = dice.some(WEEKDAYS, 4)
        # numbered weekdays beside plain ones only without BYSETPOS: second_answer asks for them one after the other
        mixed = numbered and dice.chance(0.2)
        by.append("BYDAY=" + ",".join(f"{dice.one(numbers) if numbered and not (mixed and dice.chance(0.4)) else ''}{day}" for day in days))
    if by and not mixed and dice.chance(0.25):
        by.append(f"BYSETPOS={joined(dice.some([1, 2, 3, 5, -1, -2, -5], 2))}")
    return ";".join(parts + by)


def ending(dice, first, at, zone):
    kind = dice.below(6)
    if kind < 2:
        return ""
    if kind == 2:
        return f";COUNT={dice.one([1, 2, 5, 10, 26, 52, 100])}"
    until = first + timedelta(days=dice.between(0, 700))
    if kind == 3:
        return f";UNTIL={until:%Y%m%d}"
    # near the time of day of the occurrences, on both sides and exactly
    wall = datetime.combine(until, at) + timedelta(minutes=dice.one([-720, -61, -1, 0, 0, 0, 1, 61, 720]))
    if kind == 4:
        return f";UNTIL={wall:%Y%m%dT%H%M%S}"
    instant = tz.resolve_imaginary(wall.replace(tzinfo=tz.gettz(zone))).astimezone(UTC)
    return f";UNTIL={instant:%Y%m%dT%H%M%SZ}"


def days_of(zoned, start, at, rule):
    """Dates by dateutil's rrule, without end for a rule without end."""
    until = re.search("UNTIL=([^;]*)", rule)
    if until and until.group(1).endswith("Z"):
        found = rrulestr(rule, dtstart=datetime.combine(start, at, zoned))
    elif until and "T" in until.group(1):
        found = rrulestr(rule, dtstart=datetime.combine(start, at))
    else:
        # with a whole day as its end, a rule counts whole days
        found = rrulestr(rule, dtstart=datetime.combine(start, time()))
    return (each.date() for each in found)


def bounded(days, last):
    return list(islice(takewhile(lambda day: day <= last, days), LIMIT))


def answer(zone, first, at, rule, last):
    """The oracle's answer as it is: rrule and tz of dateutil."""
    zoned = tz.gettz(zone)
    return written(bounded(days_of(zoned, first, at, rule), last), lambda day: resolved(datetime.combine(day, at, zoned)))


def resolved(wall):
    kind = "" if tz.datetime_exists(wall) else "g"
    if tz.datetime_ambiguous(wall):
        kind = "o"
    return minutes_of(tz.resolve_imaginary(wall).astimezone(UTC)), kind


def written(days, resolve):
    return " ".join(f"{day}={minutes}{kind}" for day, (minutes, kind) in ((day, resolve(day)) for day in days))


def second_answer(zone, first, at, rule, last):
    """
    Where dateutil is known to err, the same question put so that it does not: see REASONS. Dates still come from dateutil's
    rrule; instants from Python's own zoneinfo, which reads a clock that is put back in winter by a negative saving.
    """
    zoned = ZoneInfo(zone)
    reasons, rules, start = [], [rule], first
    count = re.search(r";COUNT=(\d+)", rule)
    if "WEEKLY" in rule and "BYSETPOS" in rule:
        reasons.append("first-week")
        week_start = re.search("WKST=(..)", rule)
        back = (first.weekday() - WEEKDAYS.index(week_start.group(1) if week_start else "MO")) % 7
        start = first - timedelta(days=back)
        if "BYDAY" not in rule:
            rules = [f"{rule};BYDAY={weekday_of(first)}"]
    if "BYWEEKNO" in rule and not re.search("BYDAY|BYMONTHDAY|BYYEARDAY", rule):
        reasons.append("week-alone")
        rules = [f"FREQ=YEARLY;BYDAY={weekday_of(first)}" + rule.removeprefix("FREQ=YEARLY")]
    by_day = re.search("BYDAY=([^;]*)", rule)
    named = by_day.group(1).split(",") if by_day else []
    if len({len(name) > 2 for name in named}) == 2:
        reasons.append("mixed-days")
        both = [[name for name in named if len(name) == 2], [name for name in named if len(name) > 2]]
        rules = [rule.replace(by_day.group(0), f"BYDAY={joined(names)}") for names in both]
    if reasons and count:
        rules = [each.replace(count.group(0), "") for each in rules]
    days = sorted({day for each in rules for day in takewhile(lambda day: day <= last, days_of(zoned, start, at, each)) if day >= first})
    if count:
        days = days[: int(count.group(1))]
    return reasons, written(days[:LIMIT], lambda day: kept(datetime.combine(day, at, zoned)))


def kept(wall):
    """RFC 5545 by PEP 495: fold=0 reads a skipped time by the clock before, a repeated one as the first."""
    instant = wall.astimezone(UTC)
    exists = instant.astimezone(wall.tzinfo).replace(tzinfo=None) == wall.replace(tzinfo=None)
    twice = exists and wall.utcoffset() != wall.replace(fold=1).utcoffset()
    return minutes_of(instant), "" if exists and not twice else "o" if exists else "g"


def pairs_at_changes(dice):
    """For each change, series that meet it: at the hour itself, and an hour around it."""
    for zone in YEARS:
        for instant, before, after in changes_of(zone):
            # the wall times that are skipped, or come twice, begin at the smaller of the two readings
            edge = instant.replace(tzinfo=None) + timedelta(minutes=min(before, after))
            size = abs(after - before)
            for moved in (-60, -1, 0, size // 2, size - 1, size, size + 60):
                wall = edge + timedelta(minutes=moved)
                yield from pairs_that_meet(dice, zone, wall.date(), wall.time())


def pairs_that_meet(dice, zone, day, at):
    low, high = date(YEARS[zone][0], 1, 1), date(YEARS[zone][1], 12, 31)
    weeks = dice.between(1, 12)
    for first, rule in (
        (day, plain_rule(dice, day)),
        (day - timedelta(days=dice.between(1, 40)), "FREQ=DAILY"),
        (day - timedelta(weeks=weeks), f"FREQ=WEEKLY;INTERVAL={dice.one([d for d in (1, 2, 3) if weeks % d == 0])}"),
    ):
        if first >= low:
            yield zone, first, at, rule + ending_past(dice, first, day), min(high, day + timedelta(days=dice.between(0, 60)))


def ending_past(dice, first, day):
    return dice.one(["", "", f";UNTIL={day:%Y%m%d}", f";COUNT={max(1, (day - first).days // 2)}"])


def drawn_pairs(dice):
    while True:
        zone = dice.one(list(YEARS))
        low, high = date(YEARS[zone][0], 1, 1), date(YEARS[zone][1], 12, 31)
        first = low + timedelta(days=dice.below((high - low).days - 400))
        at = time(dice.below(24), dice.one([0, 0, 0, 15, 30, 45, 59]))
        rule = plain_rule(dice, first) if dice.chance(0.5) else any_rule(dice)
        yield zone, first, at, rule + ending(dice, first, at, zone), min(high, first + timedelta(days=dice.between(30, 1094)))


def zone_data_version():
    """tz.gettz reads the system's files; where they do not tell their version, nothing is claimed."""
    for folder in tz.tz.TZPATHS:
        for name, mark in (("tzdata.zi", "# version "), ("+VERSION", "")):
            path = os.path.join(folder, name)
            if os.path.exists(path):
                with open(path, encoding="utf-8") as file:
                    return file.readline().strip().replace(mark, "")
    return "unknown"


def main():
    seed, count = int(sys.argv[1]), int(sys.argv[2])
    dice = Dice(seed)
    print("dateutil", dateutil.__version__, zone_data_version(), seed, sep="\t")
    for zone in YEARS:
        for instant, before, after in changes_of(zone):
            print("change", zone, minutes_of(instant), before, after, sep="\t")
    made = 0
    for source in (pairs_at_changes(dice), drawn_pairs(dice)):
        for zone, first, at, rule, last in source:
            if made == count:
                return
            dates = answer(zone, first, at, rule, last)
            # rules that fit no day are worth some pairs, not hundreds
            if not dates and dice.chance(0.8):
                continue
            reasons, other = second_answer(zone, first, at, rule, last)
            differing = ["negative-saving"] if dates != other and days_in(dates) == days_in(other) else reasons
            fields = [zone, first, f"{at:%H:%M}", rule, last, dates]
            print(*fields, *([",".join(differing), other] if dates != other else []), sep="\t")
            made += 1


def days_in(dates):
    return re.sub("=[^ ]*", "", dates)


main()
