using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using IntegrationHub.EndToEnd.Tests.Municipality;
using ModelMunicipality.Day;
using ModelMunicipality.Running;

namespace IntegrationHub.EndToEnd.Tests.Day;

/// <summary>A short day over real HTTP: as it should be, and with a hub that forgets.</summary>
public sealed partial class DayTests : IDisposable
{
    readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_day_forgets_nothing_asks_nobody_twice_and_brings_the_place_at_the_nursery_school_through_five_hands_back_to_the_family()
    {
        var (code, output, errors) = await MunicipalityProcess.RunAsync(folder.Path, "--day", "--contacts", "40", "--cases", "100");

        Assert.Equal((0, ""), (code, errors));
        foreach (var (title, count) in new[] { ("Contacts", "40"), ("Forgotten", "0"), ("Asked twice", "0"), ("Written twice, or lost", "0") })
            Assert.Matches($"(?m)^{title} +{count}( |$)", output);
        Assert.Equal(
            [
                "Children and education: is to call back by 15:00", "bo.barn: takes it", "E-services, IT: gets it", "ulla.it: takes it", "Formverket AB, outside: gets it", "Formverket AB, outside: may read",
                "ulla.it: gets the answer", "ulla.it: takes it", "bo.barn: gets it back", "bo.barn: takes it", "bo.barn: calls, and nobody answers", "bo.barn: calls, and leaves a message",
                "bo.barn: calls, and reaches the family", "bo.barn: is done",
            ],
            Chain().Matches(output).Select(line => $"{line.Groups["who"].Value.TrimEnd()}: {line.Groups["what"].Value}"));
        // Nothing is left behind.
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_promise_that_the_hub_never_kept_is_counted_as_forgotten_and_contacts_that_it_does_not_tell_as_asked_twice()
    {
        var day = await DayTown.PlayAsync(
            new MunicipalityOptions
            {
                Cases = 100,
                Urls = [new Uri("http://127.0.0.1:0")],
                Folder = folder.Path,
                Day = new DayOptions { Contacts = 40, Keeps = true, Between = handler => new ForgetfulHub { InnerHandler = handler } },
            },
            _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal("the hub knows of nothing that was promised", Assert.Single(day.Forgotten).Split(": ")[1]);
        Assert.NotEmpty(day.AskedTwice);
        Assert.False(day.IsGood);
    }

    // Until the words of whoever wrote begin.
    [GeneratedRegex(@"^  \d\d:\d\d  (?<who>.{26})(?<what>[^:\n]+(?::\d\d)?)", RegexOptions.Multiline)]
    private static partial Regex Chain();

    /// <summary>Says that it has a promise and has none of it, once; and from the afternoon on tells of no contact.</summary>
    sealed class ForgetfulHub : DelegatingHandler
    {
        int begun;
        int found;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // The first one is the story's, which would stop at once.
            var path = request.RequestUri!.AbsolutePath;
            if (path == "/api/v1/handovers" && request.Method == HttpMethod.Post && ++begun == 2) return Says(HttpStatusCode.Created, """{"handOver":"00000000000000000000000001","version":1,"state":"waiting"}""");
            if (path == "/api/v1/contacts/find" && ++found > 15) return Says(HttpStatusCode.OK, """{"contacts":[]}""");
            return await base.SendAsync(request, cancellationToken);
        }

        static HttpResponseMessage Says(HttpStatusCode status, string json) => new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
    }
}
