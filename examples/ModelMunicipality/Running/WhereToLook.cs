namespace ModelMunicipality.Running;

/// <summary>What is printed once everything is read: where to look, and what to try.</summary>
static class WhereToLook
{
    public static void Print(TextWriter writer, DataFolder folder, DemoFile demo)
    {
        writer.WriteLine();
        writer.WriteLine($"  API           {demo.BaseAddress}  described at {new Uri(demo.BaseAddress, "openapi/v1.json")}");
        writer.WriteLine($"  Keys          {folder.Demo}  one per role; the header is X-Api-Key");
        writer.WriteLine($"  Drop folder   {folder.Drop}");
        writer.WriteLine();
        writer.WriteLine("Look-ups to try:");
        foreach (var lookup in demo.Lookups) writer.WriteLine($"  {lookup.Request.By,-12} {lookup.Request.Value,-24} {lookup.Shows}");
        writer.WriteLine();
        if (demo.Lookups.Count > 0) writer.WriteLine($"  {demo.Curl(folder, demo.Lookups[0])}");
        writer.WriteLine();
        writer.WriteLine($"The systems go on; the streams are run again every {StreamTimer.Pause.TotalSeconds:0} seconds. Ctrl-C stops.");
    }
}
