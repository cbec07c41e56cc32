namespace IntegrationHub.Server;

/// <summary>Which hub answers under which host name.</summary>
/// <typeparam name="T">What stands for a hub.</typeparam>
sealed class HostTable<T> where T : class
{
    readonly Dictionary<string, T> byHost = new(StringComparer.OrdinalIgnoreCase);
    readonly T? anyHost;

    /// <param name="hubs">The hubs with their hosts; one without hosts answers under every name that is nobody else's.</param>
    public HostTable(IEnumerable<(T Hub, IReadOnlyList<string> Hosts)> hubs)
    {
        foreach (var (hub, hosts) in hubs)
        {
            if (hosts.Count == 0) anyHost = hub;
            foreach (var host in hosts) byHost[host] = hub;
        }
    }

    /// <summary>The hub of a request's Host header; null when there is none.</summary>
    public T? Find(string? header) => NameOf(header) is { } name && byHost.TryGetValue(name, out var hub) ? hub : anyHost;

    /// <summary>The name in a Host header, without port and final dot; null when there is none.</summary>
    internal static string? NameOf(string? header)
    {
        if (string.IsNullOrEmpty(header)) return null;

        var host = header;
        if (host[0] == '[')
        {
            var end = host.IndexOf(']', StringComparison.Ordinal);
            return end < 0 ? null : host[1..end];
        }

        var colon = host.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0) host = host[..colon];
        host = host.TrimEnd('.');
        return host.Length == 0 ? null : host;
    }
}
