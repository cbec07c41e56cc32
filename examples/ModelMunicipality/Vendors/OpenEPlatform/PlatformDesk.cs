using System.Collections.Concurrent;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using IntegrationHub.AdapterKit;

namespace ModelMunicipality.Vendors.OpenEPlatform;

/// <summary>What was done through the callback service: all that the stand-in remembers, until it stops.</summary>
sealed class PlatformDesk
{
    const int BeforeFirst = 2_100_000_000;

    readonly Lock gate = new();
    readonly List<PlatformMessage> messages = [];
    readonly List<PlatformMessage> notes = [];
    readonly ConcurrentDictionary<int, (Standing Standing, DateTime At)> statuses = new();
    int last = BeforeFirst;

    /// <summary>What the handlers wrote for each other; no read of the platform shows it.</summary>
    public IReadOnlyList<PlatformMessage> Notes
    {
        get { lock (gate) return [.. notes]; }
    }

    /// <summary>All messages that were written through the service.</summary>
    public IReadOnlyList<PlatformMessage> Messages
    {
        get { lock (gate) return [.. messages]; }
    }

    /// <summary>The messages about a submission that were written through the service.</summary>
    public IReadOnlyList<PlatformMessage> Of(int submission)
    {
        lock (gate) return [.. messages.Where(m => m.Submission == submission)];
    }

    /// <summary>The messages that were written through the service on these local days, both included.</summary>
    public IReadOnlyList<PlatformMessage> Written(DateOnly from, DateOnly to)
    {
        lock (gate) return [.. messages.Where(m => DateOnly.FromDateTime(m.At) >= from && DateOnly.FromDateTime(m.At) <= to)];
    }

    /// <summary>Keeps a message.</summary>
    public int Add(int submission, bool isInternal, string text, string user, DateTime at)
    {
        lock (gate)
        {
            var message = new PlatformMessage(++last, submission, at, new PlatformUser(900, user, "", null, IsManager: true), IsSystem: false, text, Attachment: null);
            (isInternal ? notes : messages).Add(message);
            return message.Id;
        }
    }

    /// <summary>Sets where a submission stands.</summary>
    public int Set(int index, Standing standing, DateTime at)
    {
        statuses[index] = (standing, at);
        return Interlocked.Increment(ref last);
    }

    /// <summary>A submission as it stands with what was done here.</summary>
    public SubmissionState With(SubmissionState state)
    {
        if (statuses.TryGetValue(state.Index, out var set) && set.At > state.ChangedAt) state = state with { Standing = set.Standing, ChangedAt = set.At };
        return state.ChangedAt > state.TouchedAt ? state with { TouchedAt = state.ChangedAt } : state;
    }
}

/// <summary>A call of the callback service, read as its contract has it.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Instance">flowInstanceID; 0 when there is none.</param>
/// <param name="Values">The other values, by their names; those of a message among them.</param>
sealed record PlatformCall(string Operation, int Instance, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>The namespace of the contract.</summary>
    public const string Contract = "http://www.oeplatform.org/version/1.0/schemas/integration/callback";

    static readonly XmlLimits Limits = new(1_000_000, 20);

    /// <summary>Reads a call; null when there is no operation of the contract in it.</summary>
    public static async ValueTask<PlatformCall?> ReadAsync(Stream request)
    {
        using var reader = XmlReaders.Create(request, Limits);
        await reader.MoveToElementAsync();
        var root = (XElement)await XNode.ReadFromAsync(reader, CancellationToken.None);
        if (root.Descendants().FirstOrDefault(e => e.Name.NamespaceName == Contract) is not { } operation) return null;

        var values = operation.Descendants().Where(e => !e.HasElements && e.Parent?.Name.LocalName != "principal").DistinctBy(e => e.Name.LocalName).ToDictionary(e => e.Name.LocalName, e => e.Value, StringComparer.Ordinal);
        return new PlatformCall(operation.Name.LocalName, int.TryParse(values.GetValueOrDefault("flowInstanceID"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0, values);
    }
}
