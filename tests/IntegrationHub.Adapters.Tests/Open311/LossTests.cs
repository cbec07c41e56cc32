using System.Net;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Adapters.Open311;
using IntegrationHub.Sources;
using IntegrationHub.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;
using ModelMunicipality.Vendors.Open311;

namespace IntegrationHub.Adapters.Tests.Open311;

/// <summary>Whatever is asked for and however: nothing is lost on the way and nothing comes twice.</summary>
public sealed class LossTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_any_numbers_that_are_asked_for_the_known_ones_come_once_however_strict_the_server(bool strict)
    {
        var numbers = Gen.Choose(0, 60).ListOf().Select(n => n.Distinct().Select(i => $"2026-{i}").ToArray());

        Prop.ForAll(numbers.ToArbitrary(), Gen.Choose(2, 9).ToArbitrary(), Gen.Choose(1, 25).ToArbitrary(), (asked, everyNth, maxRows) =>
        {
            using var server = new ServerThatKnows(key => int.Parse(key[5..], System.Globalization.CultureInfo.InvariantCulture) % everyNth == 0, strict);
            var records = Read((IReadsByKey)server.Source(maxRows), asked);

            var known = asked.Where(server.Knows).Order(StringComparer.Ordinal);
            return records.Order(StringComparer.Ordinal).SequenceEqual(known);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void However_a_year_is_cut_into_windows_they_hold_together_every_update_once_and_newest_first()
    {
        var register = new ReportRegister(new Open311Options { Cases = 150, ChangeEvery = TimeSpan.FromMinutes(37) }, Now - TimeSpan.FromDays(40));
        var all = register.UpdatedBetween(register.RequestedAt(0), Now, Now).ToList();
        Assert.True(all.Count > 1_000);

        Prop.ForAll(Gen.Choose(0, 405 * 24 * 3600).ListOf().ToArbitrary(), cuts =>
        {
            var bounds = cuts.Select(c => Now.AddSeconds(-c)).Append(Now).Append(register.RequestedAt(0).AddSeconds(-1)).Distinct().Order().ToList();
            var windows = bounds.Zip(bounds.Skip(1), (from, until) => register.UpdatedBetween(from.AddSeconds(1), until, Now).ToList()).ToList();
            return windows.All(w => w.Select(u => u.At).SequenceEqual(w.Select(u => u.At).OrderDescending()))
                && windows.SelectMany(w => w).Select(u => (u.Number, u.Id)).Order().SequenceEqual(all.Select(u => (u.Number, u.Id)).Order());
        }).QuickCheckThrowOnFailure();
    }

    static List<string> Read(IReadsByKey source, string[] keys) => Task.Run(async () =>
    {
        var records = await source.ReadByKeysAsync(keys, CancellationToken.None);
        return records.Select(r => JsonDocument.Parse(r.Content).RootElement.GetProperty("service_request_id").GetString()!).ToList();
    }).GetAwaiter().GetResult();

    /// <summary>A server that knows some numbers, and either leaves the others out or, when it is strict, answers 404 as soon as one of them is unknown.</summary>
    sealed class ServerThatKnows(Func<string, bool> knows, bool strict) : HttpMessageHandler
    {
        public bool Knows(string key) => knows(key);

        public ISource Source(int maxRows) => new Open311Adapter().CreateSource(new SourceContext
        {
            Stream = new StreamKey(new TenantId("sundby"), new SourceId("open311"), new StreamName("fault-reports")),
            Strategy = ReadStrategy.Windowed,
            Settings = new Dictionary<string, string> { ["url"] = "https://fel.sundby.example/open311", ["maxRows"] = maxRows.ToString(System.Globalization.CultureInfo.InvariantCulture) },
            Http = new HttpClient(this, disposeHandler: false),
            Time = new ManualClock(),
            Logger = NullLogger.Instance,
        });

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var numbers = System.Web.HttpUtility.ParseQueryString(request.RequestUri!.Query)["service_request_id"]!.Split(',');
            var refuses = strict && !numbers.All(knows);
            var body = refuses ? """[{"code":404,"description":"service_request_id not found"}]""" : $"[{string.Join(',', numbers.Where(knows).Select(n => $$"""{"service_request_id":"{{n}}"}"""))}]";
            return Task.FromResult(new HttpResponseMessage(refuses ? HttpStatusCode.NotFound : HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
        }
    }
}
