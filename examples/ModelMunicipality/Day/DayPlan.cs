using IntegrationHub.HandOvers;

namespace ModelMunicipality.Day;

/// <summary>What a matter of the day is about, for whoever answers.</summary>
enum MatterKind
{
    /// <summary>Somebody asks where their case stands.</summary>
    Standing,

    /// <summary>Somebody asks what has to do with no case.</summary>
    General,

    /// <summary>Somebody needs an answer that only a department has, and is called back.</summary>
    CallBack,

    /// <summary>Something is to be done that the contact centre cannot do.</summary>
    HandOver,

    /// <summary>Somebody has something to add to their case: it is written to the system that owns it.</summary>
    Addition,

    /// <summary>The same of a fault report, by the number on its receipt.</summary>
    Report,

    /// <summary>Somebody has a matter at the social services, of which the contact centre is not told more than whom to call.</summary>
    Social,
}

/// <summary>One contact as it is planned.</summary>
/// <param name="At">When it begins, from midnight.</param>
/// <param name="Channel">By which channel.</param>
sealed record PlannedContact(TimeSpan At, string Channel);

/// <summary>What becomes of what was promised, as it is planned.</summary>
sealed record PlannedCourse
{
    /// <summary>By when it is promised, from midnight of the day; a day later it is due tomorrow.</summary>
    public required TimeSpan DueAt { get; init; }

    /// <summary>When the unit takes it at the earliest.</summary>
    public required TimeSpan TakenAt { get; init; }

    /// <summary>What comes of each attempt to reach the person; the last one reaches them.</summary>
    public required IReadOnlyList<AttemptOutcome> Attempts { get; init; }

    /// <summary>Whether it is handed to a unit whose matter it is not, which returns it.</summary>
    public bool GoesWrong { get; init; }

    /// <summary>Whether the unit needs another one for it.</summary>
    public bool NeedsIt { get; init; }
}

/// <summary>One matter of somebody, with the contacts that it takes.</summary>
sealed record PlannedMatter
{
    /// <summary>Its number in the plan.</summary>
    public required int Number { get; init; }

    /// <summary>What it is about.</summary>
    public required MatterKind Kind { get; init; }

    /// <summary>Whose it is; null for somebody who stays anonymous.</summary>
    public required int? Resident { get; init; }

    /// <summary>The contacts that it takes, in their order.</summary>
    public required IReadOnlyList<PlannedContact> Contacts { get; init; }

    /// <summary>What becomes of what was promised; null when nothing is.</summary>
    public PlannedCourse? Course { get; init; }

    /// <summary>Whether two people write on its first contact at once.</summary>
    public bool WrittenByTwo { get; init; }
}

/// <summary>Who calls when, by which channel, about what, and what becomes of it: worked out from a seed, the same every time.</summary>
static class DayPlan
{
    /// <summary>When the first of the day's contacts may come.</summary>
    public static readonly TimeSpan Opens = TimeSpan.FromHours(8);

    /// <summary>After this nobody is promised anything for today.</summary>
    public static readonly TimeSpan LastForToday = TimeSpan.FromHours(12.5);

    /// <summary>When nobody answers any more.</summary>
    public static readonly TimeSpan Closes = TimeSpan.FromHours(17);

    /// <summary>When somebody who was promised a call for tomorrow is to be called.</summary>
    public static readonly TimeSpan Tomorrow = TimeSpan.FromHours(24 + 10);

    /// <summary>The resident of the story; nobody else's matter is theirs.</summary>
    public const int StoryResident = 0;

    // Those of the town's people whose telephone number is on file.
    const int Callers = 394;

    const int Drawn = 200;

    static readonly (string Channel, int Share)[] Channels =
        [("phone", 44), ("email", 17), ("eService", 8), ("chat", 8), ("webForm", 7), ("counter", 6), ("chatbot", 4), ("socialMedia", 3), ("letter", 3)];

    static readonly (MatterKind Kind, int Share)[] Kinds =
        [(MatterKind.Standing, 30), (MatterKind.CallBack, 22), (MatterKind.General, 16), (MatterKind.Addition, 12), (MatterKind.HandOver, 10), (MatterKind.Report, 6), (MatterKind.Social, 4)];

    /// <summary>The matters of a day, in the order of their first contacts.</summary>
    /// <param name="town">Whose seed they are drawn from.</param>
    /// <param name="contacts">How many contacts there are in all.</param>
    public static IReadOnlyList<PlannedMatter> Make(Town.Town town, int contacts)
    {
        var matters = new List<PlannedMatter>();
        for (var left = contacts; left > 0; left -= matters[^1].Contacts.Count) matters.Add(Matter(town, matters.Count, left));
        return [.. matters.OrderBy(matter => matter.Contacts[0].At).ThenBy(matter => matter.Number)];
    }

    static PlannedMatter Matter(Town.Town town, int number, int left)
    {
        var kind = Of(Kinds, Draw(1));
        var channel = Of(Channels, Draw(2));
        var anonymous = kind == MatterKind.General && (channel is "chatbot" or "socialMedia" || Chance(3, 25));
        // Whoever talks to a machine, or before everybody, tells nothing that a department has to act on.
        if (!anonymous && channel is "chatbot" or "socialMedia" && kind is not (MatterKind.Standing or MatterKind.General)) channel = "phone";
        var at = Opens + TimeSpan.FromSeconds(Draw(4) % (8 * 3600));
        var course = kind is MatterKind.CallBack or MatterKind.HandOver or MatterKind.Social ? Course() : null;
        var contactsOfIt = new List<PlannedContact> { new(at, channel) };
        foreach (var further in Further(course).Take(left - 1)) contactsOfIt.Add(new PlannedContact(further, Again(contactsOfIt.Count)));
        return new PlannedMatter
        {
            Number = number,
            Kind = kind,
            Resident = anonymous ? null : 1 + (int)(((ulong)number * 149 + town.Draw(0, Drawn) % Callers) % (Callers - 1)),
            Contacts = contactsOfIt,
            Course = course,
            WrittenByTwo = Chance(5, 3),
        };

        PlannedCourse Course()
        {
            var attempts = kind == MatterKind.HandOver ? [] : (Draw(6) % 10) switch
            {
                0 => new[] { AttemptOutcome.NotReached, AttemptOutcome.LeftMessage, AttemptOutcome.Reached },
                1 or 2 => [AttemptOutcome.NotReached, AttemptOutcome.Reached],
                _ => [AttemptOutcome.Reached],
            };
            var tomorrow = at > LastForToday;
            var due = tomorrow ? Tomorrow : WholeMinute(at + TimeSpan.FromHours(3.75));
            // One in twenty is taken too late; half of what is promised for tomorrow is done today all the same.
            var taken = tomorrow ? Chance(7, 50) ? at + TimeSpan.FromMinutes(10) : due - TimeSpan.FromHours(1)
                : Chance(7, 5) ? due + TimeSpan.FromMinutes(5)
                : at + TimeSpan.FromMinutes(5 + (int)(Draw(8) % 60));
            return new PlannedCourse { DueAt = due, TakenAt = taken, Attempts = attempts, GoesWrong = kind != MatterKind.Social && Chance(9, 8), NeedsIt = kind == MatterKind.CallBack && Chance(10, 8) };
        }

        // Who was promised something asks after it, or comes again once it is done; others remember something more.
        IEnumerable<TimeSpan> Further(PlannedCourse? promised)
        {
            if (anonymous || kind == MatterKind.General) yield break;

            if (Chance(11, promised is null ? 14 : 25)) yield return Earlier(at + TimeSpan.FromMinutes(20 + (int)(Draw(12) % 30)));
            if (promised is { DueAt: var due } && due < TimeSpan.FromHours(24) && Chance(13, 25)) yield return Earlier(due + TimeSpan.FromMinutes(35 + (int)(Draw(14) % 15)));
        }

        string Again(int which) => Draw(15 + which) % 3 == 0 ? "email" : Draw(15 + which) % 3 == 1 ? "counter" : "phone";

        ulong Draw(int stream) => town.Draw(number, Drawn + stream);

        bool Chance(int stream, int inHundred) => Draw(stream) % 100 < (ulong)inHundred;
    }

    static TimeSpan Earlier(TimeSpan at) => at < Closes ? at : Closes - TimeSpan.FromMinutes(1);

    static TimeSpan WholeMinute(TimeSpan time) => TimeSpan.FromMinutes(Math.Floor(time.TotalMinutes));

    static T Of<T>((T Value, int Share)[] shares, ulong draw)
    {
        var at = (int)(draw % (ulong)shares.Sum(share => share.Share));
        foreach (var (value, share) in shares)
        {
            if (at < share) return value;
            at -= share;
        }

        throw new InvalidOperationException("The shares do not add up.");
    }
}
