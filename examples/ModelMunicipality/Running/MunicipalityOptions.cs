using ModelMunicipality.Day;

namespace ModelMunicipality.Running;

/// <summary>What was asked for on the command line.</summary>
sealed record MunicipalityOptions
{
    public const int DefaultCases = 2_000;
    public const int DefaultSeed = 1;
    public const string DefaultUrls = "http://127.0.0.1:5080";
    public const string DefaultFolder = "model-municipality-data";

    /// <summary>How many cases each system has; null when not said: then what the data folder was made with.</summary>
    public int? Cases { get; init; }

    /// <summary>What the town is computed from; null when not said: then what the data folder was made with.</summary>
    public int? Seed { get; init; }

    /// <summary>Where the API listens.</summary>
    public IReadOnlyList<Uri> Urls { get; init; } = [new(DefaultUrls)];

    /// <summary>Where everything is kept.</summary>
    public string Folder { get; init; } = DefaultFolder;

    /// <summary>The folder with stream files and mappings; null when not said: then the copy in the data folder.</summary>
    public string? Mappings { get; init; }

    /// <summary>The collector that metrics, traces and log lines are sent to; null when not said: then what the environment says.</summary>
    public Uri? Otlp { get; init; }

    /// <summary>Whether no system has a trouble that nobody asked for, and no record a mishap.</summary>
    public bool Calm { get; init; }

    /// <summary>Whether to read everything once and end.</summary>
    public bool Once { get; init; }

    /// <summary>The day that is played; null when none is.</summary>
    public DayOptions? Day { get; init; }

    /// <summary>Whether the summary of <see cref="Once"/> and of <see cref="Day"/> is JSON.</summary>
    public bool Json { get; init; }

    /// <summary>How often something changes in each system.</summary>
    public TimeSpan ChangeEvery => Day is null ? TimeSpan.FromSeconds(5) : DayOptions.ChangeEvery;

    /// <summary>How bad it has to be to be logged. A day has vendors that fail on purpose; what came of it stands in its table.</summary>
    public LogLevel LogFrom => Day is null ? LogLevel.Warning : LogLevel.Critical;
}

/// <summary>The model municipality cannot start; the message says why and what to do.</summary>
sealed class StartRefusedException(string message, Exception? inner = null) : Exception(message, inner);
