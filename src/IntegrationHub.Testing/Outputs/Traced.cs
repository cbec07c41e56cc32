using System.Diagnostics;
using System.Globalization;

namespace IntegrationHub.Testing;

/// <summary>The hub's spans that end while it listens, of those that have one attribute: tests beside it have others.</summary>
public sealed class Traced : IDisposable
{
    readonly Lock gate = new();
    readonly List<TracedSpan> taken = [];
    readonly ActivityListener listener;

    /// <param name="attribute">The attribute's name.</param>
    /// <param name="value">Its value.</param>
    public Traced(string attribute, string value)
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "IntegrationHub",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.GetTagItem(attribute) as string == value) Take(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <summary>The spans, in the order in which they ended.</summary>
    public IReadOnlyList<TracedSpan> Spans
    {
        get { lock (gate) return [.. taken]; }
    }

    /// <summary>How many spans there are under this name, by the attributes that are asked for: <c>committed 2</c>.</summary>
    public IReadOnlyList<string> Count(string name, params string[] attributes) =>
        [.. Spans.Where(span => span.Name == name).GroupBy(span => string.Join(' ', attributes.Select(attribute => span.Attributes.GetValueOrDefault(attribute)))).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} {group.Count()}").Trim())];

    /// <summary>Everything, as text.</summary>
    public string All => string.Join('\n', Spans.Select(span => $"{span.Name} {string.Join(' ', span.Attributes.Select(a => $"{a.Key}={a.Value}"))} {span.Rest}"));

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    void Take(Activity activity)
    {
        var rest = string.Join(' ', activity.Events.SelectMany(e => e.Tags.Append(new("", e.Name))).Concat(activity.Baggage.Select(b => new KeyValuePair<string, object?>(b.Key, b.Value))).Select(t => $"{t.Key}={t.Value}"));
        var span = new TracedSpan(
            activity.DisplayName, activity.Parent?.DisplayName, activity.TagObjects.ToDictionary(t => t.Key, t => Convert.ToString(t.Value, CultureInfo.InvariantCulture) ?? ""), $"{activity.StatusDescription} {rest}".Trim());
        lock (gate) taken.Add(span);
    }
}

/// <summary>A span that ended.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parent">The name of the span that it is in; null when it is in none of this process.</param>
/// <param name="Attributes">Its attributes.</param>
/// <param name="Rest">What it says else: status, events, baggage.</param>
public sealed record TracedSpan(string Name, string? Parent, IReadOnlyDictionary<string, string> Attributes, string Rest);
