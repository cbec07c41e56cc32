using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;
using IntegrationHub.Sources;

namespace IntegrationHub.Adapters.Http;

/// <summary>Reads where records stand that come as names of columns and lists of values.</summary>
static class TableSection
{
    public static TableShape? Read(YamlSection of, RequestReader reader, DiagnosticBag diagnostics)
    {
        if (!of.Has("table")) return null;

        var table = of.Section("table");
        var (columns, rows) = (reader.Path(table, "columns"), reader.Path(table, "rows"));
        table.End();
        if (reader.Format == RecordFormat.Xml) diagnostics.Error(of.PlaceOf("table"), HttpCodes.NotTogether, "columns and lists of values are read of JSON only");
        return columns is null || rows is null ? null : new TableShape(columns, rows);
    }
}
