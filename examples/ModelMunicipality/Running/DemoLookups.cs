using ModelMunicipality.Vendors.ByggR;
using ModelMunicipality.Vendors.SocialExport;

namespace ModelMunicipality.Running;

/// <summary>What the stand-ins offer to look up, as the API is asked for it.</summary>
static class DemoLookups
{
    /// <summary>The look-ups of both systems, each value once: who is in both is found in both.</summary>
    public static IReadOnlyList<DemoLookup> Of(ByggRStandIn permits, SocialExportStandIn support)
    {
        var offered = permits.ExampleNumbers.Select(n => (n.Kind, n.Text, n.Finds)).Concat(support.ExampleNumbers);
        return [.. offered
            .GroupBy(n => (n.Kind, n.Text))
            .Select(same => new DemoLookup(new DemoRequest(By(same.Key.Kind), same.Key.Text, DemoFile.Purpose), string.Join("; ", same.Select(n => n.Finds))))];
    }

    static string By(string kind) => kind switch
    {
        "personal number" => "person",
        "case number" => "caseNumber",
        "organisation number" => "organisation",
        "e-mail" => "email",
        _ => kind,
    };
}
