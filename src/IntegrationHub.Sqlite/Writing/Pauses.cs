using IntegrationHub.Sync;

namespace IntegrationHub.Sqlite;

/// <summary>Writes down which streams are paused. A pause is no lease: it stays when processes and machines start anew.</summary>
internal static class Pauses
{
    public static bool Begin(Connection connection, StreamKey stream, StreamPause pause) =>
        connection.Prepare("UPDATE streams SET paused_at = ?, paused_by = ? WHERE id = ? AND paused_at IS NULL")
            .Bind(pause.Since).Bind(pause.By).Bind(Names.Register(connection, stream).Stream).Run() > 0;

    public static bool End(Connection connection, StreamNumbers stream) =>
        connection.Prepare("UPDATE streams SET paused_at = NULL, paused_by = NULL WHERE id = ? AND paused_at IS NOT NULL").Bind(stream.Stream).Run() > 0;
}
