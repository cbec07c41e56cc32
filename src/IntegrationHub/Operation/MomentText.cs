using IntegrationHub.Configuration;

namespace IntegrationHub.Operation;

/// <summary>A time as an operator writes it: as in the hub's files, never without an offset.</summary>
public static class MomentText
{
    /// <summary>Reads a time such as <c>2026-03-01T00:00:00+01:00</c>; false with what is wrong.</summary>
    public static bool TryParse(string text, out DateTimeOffset moment, out string? fault)
    {
        ArgumentNullException.ThrowIfNull(text);

        fault = ValueSyntax.Moment(text, out moment);
        return fault is null;
    }
}
