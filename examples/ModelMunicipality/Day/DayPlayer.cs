using IntegrationHub.AspNetCore;
using IntegrationHub.Hosting;
using IntegrationHub.Sync;
using ModelMunicipality.Running;
using ModelMunicipality.Vendors;
using ModelMunicipality.Vendors.Troubles;

namespace ModelMunicipality.Day;

/// <summary>Plays a day: what is planned happens when it is planned for, over the hub's API, while the systems behind the hub live, fail and take what is written to them.</summary>
sealed class DayPlayer : IDisposable
{
    static readonly TimeSpan DownFor = TimeSpan.FromMinutes(50);
    static readonly TimeSpan UnitsLookEvery = TimeSpan.FromMinutes(15);

    // Longer than the longest time for a call to a system.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly DayClock clock;
    readonly IHub hub;
    readonly VendorSystems vendors;
    readonly MunicipalityOptions options;
    readonly Town.Town town;
    readonly int seed;
    readonly PriorityQueue<Func<CancellationToken, Task>, (TimeSpan At, int Order)> happenings = new();
    readonly Ledger ledger = new();
    readonly Callers callers;
    readonly LostAnswers lost;
    readonly ContactDesk desk;
    readonly NurseryStory story;
    int order;

    /// <param name="hub">The hub, whose streams are run by the day's clock.</param>
    /// <param name="address">Where its API is.</param>
    /// <param name="keys">Its keys.</param>
    /// <param name="vendors">The systems.</param>
    /// <param name="made">What the town is made from.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="clock">The day's clock.</param>
    public DayPlayer(IHub hub, Uri address, IEnumerable<ApiKey> keys, VendorSystems vendors, TownFile made, MunicipalityOptions options, DayClock clock)
    {
        (this.hub, this.vendors, this.options, this.clock, seed) = (hub, vendors, options, clock, made.Seed);
        town = new Town.Town(made.Seed);
        lost = new LostAnswers(town, options.Calm ? 0 : 20);
        callers = new Callers(address, keys, lost, options.Day!.Between);
        desk = new ContactDesk(callers, ledger, clock);
        var family = new Matter(NurseryStory.Plan, town.Resident(DayPlan.StoryResident), TownTime.Midnight)
        {
            Subject = "The application for a place at the nursery school cannot be sent",
            CaseNumber = vendors.Lookups.FirstOrDefault(lookup => lookup.Shows.Contains("other parent's signature", StringComparison.Ordinal))?.Request.Value,
            Unit = Units.Children,
        };
        story = new NurseryStory(callers, desk, ledger, clock, family);
        ledger.Matters.Add(family);
        foreach (var planned in DayPlan.Make(town, options.Day.Contacts - NurseryStory.Contacts)) ledger.Matters.Add(MatterOf(planned, made));
    }

    /// <summary>Plays it from its morning to its evening, and reckons.</summary>
    /// <param name="told">Is told how far it is.</param>
    /// <param name="stop">Stops it.</param>
    public async Task<DayResult> PlayAsync(Action<string> told, CancellationToken stop)
    {
        var began = TimeProvider.System.GetTimestamp();
        told("The systems are read for the first time.");
        await ReadAsync(stop);
        Plan();
        while (happenings.TryDequeue(out var happens, out var when))
        {
            await QuietAsync(stop);
            clock.MoveTo(TownTime.Midnight + when.At);
            told($"{TownTime.Clock(TownTime.Midnight + when.At)}  {ledger.Contacts} of {options.Day!.Contacts} contacts");
            await happens(stop);
        }

        await QuietAsync(stop);
        told("The day is over; what was promised is held against what the hub tells.");
        var audit = new DayAudit(callers, ledger, clock);
        var (promises, forgotten) = await audit.PromisesAsync(stop);
        return new DayResult
        {
            Seed = seed,
            Channels = ledger.Channels,
            Answered = ledger.Answered,
            HandedOver = ledger.HandedOver,
            Returned = ledger.Returned,
            Promises = promises,
            Forgotten = forgotten,
            AskedTwice = ledger.AskedTwice,
            WrittenWrong = await audit.WrittenWrongAsync([.. vendors.Systems.WrittenTexts], stop),
            Writes = audit.Writes(),
            Disturbances = new DisturbanceCounts(options.Calm ? TimeSpan.Zero : DownFor, lost.Count, ledger.Conflicts),
            Story = story.HandOver is { } id ? await audit.StoryAsync(id, stop) : [],
            Took = TimeProvider.System.GetElapsedTime(began),
        };
    }

    public void Dispose() => callers.Dispose();

    void Plan()
    {
        foreach (var matter in ledger.Matters.Where(matter => matter.Plan != NurseryStory.Plan))
            for (var which = 0; which < matter.Plan.Contacts.Count; which++)
            {
                var (number, contact) = (which, matter.Plan.Contacts[which]);
                Happens(contact.At, stop => desk.AnswerAsync(matter, number, contact.Channel, stop));
            }

        foreach (var (at, happens) in story.Happenings()) Happens(at, happens);
        for (var at = DayPlan.Opens + UnitsLookEvery; at < DayPlan.Closes + TimeSpan.FromMinutes(20); at += UnitsLookEvery)
        {
            foreach (var unit in Units.Departments.Keys) Happens(at, new UnitDesk(unit, callers, ledger, clock).RoundAsync);
            Happens(at, desk.PassOnAsync);
        }

        for (var at = DayPlan.Opens + DayRhythm.Every; at < DayPlan.Closes; at += DayRhythm.Every) Happens(at, ReadAsync);
        if (!options.Calm) Disturb();
    }

    // The permits' system is down for most of an hour in the morning; answers to what is written are lost on the way, and some of it is refused.
    void Disturb()
    {
        var systems = vendors.Systems;
        Now(TimeSpan.FromHours(10), () => systems.Troubles.Ask(TroubledSystem.All.Single(system => system.Name == "byggr"), TroubleKind.Down, DownFor));
        Now(TimeSpan.FromHours(8.5), () => systems.Permits.WriteMishaps.Next(WriteMishap.AnswerLost));
        Now(TimeSpan.FromHours(9), () => systems.Reports.WriteMishaps.Next(WriteMishap.AnswerLost));
        Now(TimeSpan.FromHours(11.5), () => systems.EServices.WriteMishaps.Next(WriteMishap.AnswerLost));
        Now(TimeSpan.FromHours(12), () => systems.Permits.WriteMishaps.Next(WriteMishap.Refused));
        Now(TimeSpan.FromHours(14), () => systems.Permits.WriteMishaps.Next(WriteMishap.AnswerLost, 2));

        void Now(TimeSpan at, Action disturbs) => Happens(at, _ =>
        {
            disturbs();
            return Task.CompletedTask;
        });
    }

    void Happens(TimeSpan at, Func<CancellationToken, Task> happens) => happenings.Enqueue(happens, (at, order++));

    async Task ReadAsync(CancellationToken stop) => await Task.WhenAll(hub.Streams.Select(stream => Task.Run(() => hub.RunAsync(stream.Name, RunTrigger.Schedule, stop), stop)));

    // The clock is not moved over what is on its way: it would take too long by that clock, and be called lost.
    async Task QuietAsync(CancellationToken stop)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (vendors.Answering > 0 || await IsWritingAsync(stop))
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience) throw new InvalidOperationException("What is on its way to the systems does not come to an end.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, stop);
        }
    }

    async Task<bool> IsWritingAsync(CancellationToken stop)
    {
        // Of each case only the oldest is on its way; what comes after it waits for it.
        foreach (var write in ledger.Writes.Where(write => write.GoesOn).GroupBy(write => write.Case).Select(of => of.First()))
        {
            if (!write.IsDue(clock.GetUtcNow())) continue;

            write.Seen = await callers.Of(Units.ContactCentre, Units.Agents[0]).Writes.ReadAsync(write.Id, DemoFile.Purpose, stop);
            if (write.IsDue(clock.GetUtcNow())) return true;
        }

        return false;
    }

    Matter MatterOf(PlannedMatter planned, TownFile made) => new(planned, planned.Resident is { } number ? town.Resident(number) : null, TownTime.Midnight)
    {
        Subject = DayWords.SubjectOf(planned),
        CaseNumber = planned.Kind == MatterKind.Report ? vendors.Systems.Reports.ReceiptOf(Math.Max(0, made.Cases - 2 - planned.Number % (made.Cases / 2))) : null,
        Unit = DayWords.UnitOf(planned),
    };
}

/// <summary>What matters are called, and whose they are while no case says so.</summary>
static class DayWords
{
    public static string SubjectOf(PlannedMatter planned) => planned.Kind switch
    {
        MatterKind.Standing => "Where does my case stand?",
        MatterKind.General => (planned.Number % 3) switch { 0 => "When is the recycling centre open?", 1 => "Which form is the right one?", _ => "Where can bicycles be parked?" },
        MatterKind.CallBack => "Needs somebody of the department",
        MatterKind.HandOver => "Wants something done",
        MatterKind.Addition => "Has something to add",
        MatterKind.Report => "The fault is still there",
        _ => "Wants to talk to the social services",
    };

    public static string UnitOf(PlannedMatter planned) => planned.Kind switch
    {
        MatterKind.Social => Units.Social,
        MatterKind.Report => Units.Streets,
        _ => (planned.Number % 3) switch { 0 => Units.Children, 1 => Units.Streets, _ => Units.Permits },
    };
}
