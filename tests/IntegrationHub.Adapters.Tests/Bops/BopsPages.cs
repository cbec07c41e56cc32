using System.Globalization;

namespace IntegrationHub.Adapters.Tests.Bops;

/// <summary>BOPS' pages: counted, and the last one again for whoever asks for one behind it.</summary>
static class BopsPages
{
    /// <summary>The page that is asked for.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cases">Cuts the pages.</param>
    /// <param name="rows">All that was found.</param>
    /// <param name="write">Writes one of them.</param>
    public static VendorAnswer Answer(VendorCall call, VendorCases cases, IReadOnlyList<VendorCase> rows, Func<VendorCase, string> write)
    {
        var number = Math.Clamp(int.Parse(call.Query["page"], CultureInfo.InvariantCulture), 1, 1000);
        VendorPage? page = null;
        for (var at = number; page is null; at--) page = cases.Page(rows, at <= 1 ? null : (at - 1).ToString(CultureInfo.InvariantCulture));
        return VendorAnswer.Json(Listed([.. page.Rows.Select(write)], number, page.Next is null ? number : number + 1, rows.Count));
    }

    /// <summary>The envelope of a list.</summary>
    public static string Listed(IReadOnlyList<string> rows, int page, int pages, int total) =>
        $$"""{"metadata":{"page":{{page}},"results":{{rows.Count}},"from":1,"to":{{rows.Count}},"total_pages":{{pages}},"total_results":{{total}}},"links":{"first":"x","last":"x","prev":null,"next":null},"data":[{{string.Join(',', rows)}}]}""";
}
