using IntegrationHub.Hosting;

namespace IntegrationHub.AspNetCore;

/// <summary>Notices that the key file changed, so that a key that was taken out of it stops working without a restart.</summary>
/// <remarks>A changed file that is wrong, or gone, is reported once; the keys of the last good one stay in force.</remarks>
sealed class KeyFileWatch(string path, TimeProvider time, ILogger logger)
{
    /// <summary>How often the file is looked at, at most.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    readonly Lock gate = new();
    (DateTime At, long Length)? seen = StampOf(path);
    long lookedAt = time.GetTimestamp();

    /// <summary>The keys of a file that changed since the last look; null when nothing changed for the better.</summary>
    public IReadOnlyList<ApiKey>? Newer()
    {
        lock (gate)
        {
            if (time.GetElapsedTime(lookedAt) < Pause) return null;

            lookedAt = time.GetTimestamp();
            var now = StampOf(path);
            if (now == seen) return null;

            seen = now;
            return Read();
        }
    }

    IReadOnlyList<ApiKey>? Read()
    {
        try
        {
            var keys = ApiKeyFile.Read(path);
            SignInLog.KeyFileChanged(logger, path, keys.Count);
            return keys;
        }
        catch (HubStartException e)
        {
            foreach (var diagnostic in e.Diagnostics) SignInLog.KeyFileWrong(logger, diagnostic.ToString());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            SignInLog.KeyFileWrong(logger, $"{path}: {e.GetType().Name}; put the file back, or restart to have a new one made");
        }

        return null;
    }

    static (DateTime, long)? StampOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : null;
    }
}
