using ModelMunicipality.Vendors.SocialExport;
using ModelMunicipality.Vendors.Troubles;

namespace ModelMunicipality.Running;

/// <summary>What is printed once everything is read: what to open, what to type, what to watch, how to stop.</summary>
static class WhereToLook
{
    public static void Print(TextWriter writer, DataFolder folder, DemoFile demo, VendorSystems vendors, MunicipalityOptions options)
    {
        var mappings = Shown(options.Mappings ?? folder.Mappings);
        writer.WriteLine();
        writer.WriteLine("Open");
        writer.WriteLine($"  Desk       {new Uri(demo.BaseAddress, "desk")}  sign in with the key 'agent', as the contact centre");
        writer.WriteLine($"  Telephone  dotnet run --project examples/ContactCentre  in another terminal: the desk of whoever answers the calls");
        writer.WriteLine($"  Operations {new Uri(demo.BaseAddress, "operations")}  sign in with the key 'operations', as who sees to it that all is well");
        writer.WriteLine($"  API        {demo.BaseAddress}  described at {new Uri(demo.BaseAddress, "openapi/v1.json")}");
        writer.WriteLine($"  Keys       {Shown(folder.Demo)}  holds the keys, one per role; yours alone to read");
        writer.WriteLine($"  Mappings   {mappings}  yours to change; counts from the next run");
        writer.WriteLine($"  Drop       {Shown(folder.Drop)}");
        writer.WriteLine();
        writer.WriteLine("Type");
        if (demo.Lookups.Count > 0) writer.WriteLine($"  {demo.Curl(folder, demo.Lookups[0])}");
        writer.WriteLine("  and in place of that person:");
        foreach (var lookup in demo.Lookups) writer.WriteLine($"  {lookup.Request.By,-11}{lookup.Request.Value,-27} {lookup.Shows}");
        writer.WriteLine();
        writer.WriteLine("Watch");
        writer.WriteLine("  Each system changes every few seconds, and its stream follows.");
        if (!options.Calm)
        {
            writer.WriteLine($"  Every {TroublePlan.Turn.TotalMinutes:0} minutes a system is down, slow or talks nonsense for half a minute (--calm: never).");
            writer.WriteLine("  Now and then a record comes with a date that is none, and goes to quarantine until it is mended; one vanishes, and the next complete read notices.");
            writer.WriteLine($"  The social services begin to use the status '{SocialExportStandIn.NewStatus}': add the line '{SocialExportStandIn.NewStatus},inProgress' to");
            writer.WriteLine($"  {Path.Combine(mappings, "social-support", "codes", "status.csv")} and see the records leave quarantine.");
        }

        writer.WriteLine("  Bring a system down, and end it:");
        writer.WriteLine($"  curl -X POST '{new Uri(vendors.Address, "stand-in/byggr/trouble")}?kind=down&for=60s'");
        writer.WriteLine($"  curl -X DELETE {new Uri(vendors.Address, "stand-in/byggr/trouble")}");
        writer.WriteLine($"  curl {new Uri(vendors.Address, "stand-in")}   all systems, and the troubles that each can have");
        writer.WriteLine();
        writer.WriteLine("Ctrl-C stops; the next start goes on from there.");
    }

    static string Shown(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
