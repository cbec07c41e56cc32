namespace IntegrationHub.Console.Wording;

/// <summary>What the pages say of nodes.</summary>
sealed class NodeTexts
{
    public required string Title { get; init; }
    public required string Lead { get; init; }
    public required CountedText AllWell { get; init; }
    public required string SomeNot { get; init; }
    public required string Node { get; init; }
    public required string This { get; init; }
    public required string Seen { get; init; }
    public required string Runs { get; init; }
    public required string Nothing { get; init; }
    public required string Run { get; init; }
    public required string Lease { get; init; }
    public required string Clock { get; init; }
    public required string Seconds { get; init; }
    public required string Started { get; init; }
    public required string Version { get; init; }
    public required string Alive { get; init; }
    public required string Gone { get; init; }
    public required string Passing { get; init; }
    public required string ClockIsOff { get; init; }
    public required string RunsApart { get; init; }

    public static NodeTexts English { get; } = new()
    {
        Title = "Nodes",
        Lead = "The processes that share the index. When one is gone, another goes on with its streams as soon as its leases have run out.",
        AllWell = new("{0} alive, and its clock is right.", "{0} alive, and their clocks are right."),
        SomeNot = "Look at {0}.",
        Node = "Node",
        This = "this one",
        Seen = "Seen",
        Runs = "Runs now",
        Nothing = "nothing",
        Run = "run {0}",
        Lease = "lease for {0} more",
        Clock = "Clock off by",
        Seconds = "{0} s",
        Started = "Started",
        Version = "Version",
        Alive = "alive",
        Gone = "gone",
        Passing = "a command",
        ClockIsOff = "clock is off",
        RunsApart = "schedules not shared",
    };

    public static NodeTexts Swedish { get; } = new()
    {
        Title = "Noder",
        Lead = "Processerna som delar indexet. När en är borta fortsätter en annan med dess strömmar så snart dess lån har gått ut.",
        AllWell = new("{0} lever, och dess klocka går rätt.", "{0} lever, och deras klockor går rätt."),
        SomeNot = "Titta på {0}.",
        Node = "Nod",
        This = "den här",
        Seen = "Sedd",
        Runs = "Kör nu",
        Nothing = "inget",
        Run = "körning {0}",
        Lease = "lånet gäller {0} till",
        Clock = "Klockan går fel",
        Seconds = "{0} s",
        Started = "Startad",
        Version = "Version",
        Alive = "lever",
        Gone = "borta",
        Passing = "ett kommando",
        ClockIsOff = "klockan går fel",
        RunsApart = "delar inte scheman",
    };
}
