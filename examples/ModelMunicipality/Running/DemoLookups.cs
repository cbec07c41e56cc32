namespace ModelMunicipality.Running;

/// <summary>What the stand-ins offer to look up, as the API is asked for it.</summary>
static class DemoLookups
{
    /// <summary>The look-ups of all systems, each value once: who is in several is found in all of them.</summary>
    public static IReadOnlyList<DemoLookup> Of(VendorSystems.StandIns standIns)
    {
        // The story first: one person, whose matter went from the e-service to the building office, and whose fault report has a number in two systems.
        var offered = standIns.Permits.ExampleNumbers.Select(n => (n.Kind, n.Text, n.Finds))
            .Concat(standIns.EServices.ExampleNumbers.Select(n => (n.Kind, n.Text, n.Finds)))
            .Concat(standIns.Reports.ExampleNumbers.Select(n => (n.Kind, n.Text, n.Finds)))
            .Concat(standIns.Support.ExampleNumbers);
        return [.. offered
            .GroupBy(n => (n.Kind, n.Text))
            .Select(same => new DemoLookup(new DemoRequest(By(same.Key.Kind), same.Key.Text, DemoFile.Purpose), same.Count() == 1 ? same.Single().Finds : Everywhere))];
    }

    // The one value that several systems offer is the personal number of the story.
    const string Everywhere = "one resident: submissions, permits, and a matter at the social services";

    static string By(string kind) => kind switch
    {
        "personal number" => "person",
        "case number" => "caseNumber",
        "organisation number" => "organisation",
        "e-mail" => "email",
        _ => kind,
    };
}
