namespace ModelMunicipality.Day;

/// <summary>What of the day was asked for on the command line.</summary>
sealed record DayOptions
{
    public const int UsualContacts = 500;

    /// <summary>The fewest that the story and one of everything find room in.</summary>
    public const int FewestContacts = 20;

    /// <summary>How many cases each system has, unless said: the people of the day have some of them, and reading them takes a few seconds.</summary>
    public const int UsualCases = 500;

    /// <summary>How many contacts it has.</summary>
    public int Contacts { get; init; } = UsualContacts;

    /// <summary>Whether a folder was named to keep everything in; otherwise nothing is kept.</summary>
    public bool Keeps { get; init; }

    /// <summary>How often something changes in each system while it is played; every few seconds would be most of what is read.</summary>
    public static TimeSpan ChangeEvery { get; } = TimeSpan.FromMinutes(10);

    /// <summary>What stands between the callers and the hub, in a test that breaks something on the way; nothing unless set.</summary>
    public Func<HttpMessageHandler, HttpMessageHandler> Between { get; init; } = handler => handler;
}
