using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using ModelMunicipality.Vendors.ByggR;
using ModelMunicipality.Vendors.Open311;
using ModelMunicipality.Vendors.OpenEPlatform;
using ModelMunicipality.Vendors.SocialExport;
using ModelMunicipality.Vendors.Troubles;

namespace ModelMunicipality.Running;

/// <summary>The stand-ins for the municipality's systems: three that answer on a port of the loopback, and the social services' export in a drop folder.</summary>
sealed class VendorSystems : IAsyncDisposable
{
    const string ByggRPath = "/TekisArende/ArendeExportWS.svc";
    const string Open311Path = "/open311/v2";
    const string EServicesPath = "/oep";

    // The stream file leaves alone what changed in the last second.
    static readonly TimeSpan Settled = TimeSpan.FromSeconds(1.2);

    readonly WebApplication calls;
    readonly TownTroubles troubles;
    readonly CancellationTokenSource stopping = new();
    readonly Task exports;
    int answering;

    VendorSystems(WebApplication calls, StandIns standIns, DataFolder folder, bool frozen)
    {
        this.calls = calls;
        troubles = standIns.Troubles;
        Address = new Uri(calls.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Settings = new Dictionary<string, string>
        {
            ["BYGGR_URL"] = new Uri(Address, ByggRPath).ToString(),
            ["OPEN311_URL"] = new Uri(Address, Open311Path).ToString(),
            ["OEP_URL"] = new Uri(Address, EServicesPath + "/").ToString(),
            ["OEP_USERNAME"] = standIns.EServicesUser.Username,
            ["SOCIAL_DROP"] = folder.Drop,
        };
        Secrets = new Dictionary<string, string> { ["OEP_PASSWORD"] = standIns.EServicesUser.Password };
        Lookups = DemoLookups.Of(standIns);
        Systems = standIns;
        exports = frozen ? Task.CompletedTask : Task.Run(() => ExportAsync(standIns.Support, stopping.Token));
    }

    /// <summary>The systems themselves.</summary>
    internal StandIns Systems { get; }

    /// <summary>How many calls they have not answered yet.</summary>
    internal int Answering => Volatile.Read(ref answering);

    /// <summary>Where the stand-ins that answer calls listen.</summary>
    public Uri Address { get; }

    /// <summary>The settings that the stream files refer to: where the systems are.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>The secrets that the stream files refer to.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; }

    /// <summary>What can be looked up.</summary>
    public IReadOnlyList<DemoLookup> Lookups { get; }

    /// <summary>Starts the stand-ins.</summary>
    /// <param name="made">What the town is made from.</param>
    /// <param name="folder">Where the drop folder is.</param>
    /// <param name="options">Whether nothing changes in them, and whether anything goes wrong.</param>
    /// <param name="time">The clock that they live by.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<VendorSystems> StartAsync(TownFile made, DataFolder folder, MunicipalityOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var standIns = StandIns.Of(made, folder, options, time);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "StandIns", EnvironmentName = "Production" });
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Logging.ToStandardError(options.LogFrom);
        var calls = builder.Build();
        VendorSystems? started = null;
        calls.Use((http, next) => CountedAsync(started, http, next));
        calls.Use(new TroubledAnswers(standIns.Troubles, time).AnswerAsync);
        calls.UseRouting();
        standIns.Permits.Map(calls, ByggRPath);
        standIns.Reports.Map(calls, Open311Path);
        standIns.EServices.Map(calls, EServicesPath);
        new TroubleSwitch(standIns.Troubles).Map(calls);
        await Task.WhenAll(calls.StartAsync(cancellationToken), DropAsync(standIns.Support, time, cancellationToken));
        var vendors = started = new VendorSystems(calls, standIns, folder, frozen: options.Once);
        vendors.WriteSettings(folder);
        return vendors;
    }

    /// <summary>Everything is read: from now on something may go wrong without being asked for.</summary>
    public void Begin() => troubles.Begin();

    static async Task CountedAsync(VendorSystems? vendors, HttpContext http, RequestDelegate next)
    {
        if (vendors is not null) Interlocked.Increment(ref vendors.answering);
        try
        {
            await next(http);
        }
        finally
        {
            if (vendors is not null) Interlocked.Decrement(ref vendors.answering);
        }
    }

    // The file with all cases lies there, and is old enough to be whole, before anybody reads.
    static async Task DropAsync(SocialExportStandIn support, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await support.DeliverAsync(cancellationToken) is not null) await Task.Delay(Settled, time, cancellationToken);
    }

    void WriteSettings(DataFolder folder) => OwnerFile.Write(folder.Settings, System.Text.Encoding.UTF8.GetBytes(
        "# Where the systems are as long as this start lasts. For ihub: set -a; . hub.env; set +a\n"
        + string.Concat(Settings.Concat(Secrets).Select(s => $"{s.Key}='{s.Value.Replace("'", @"'\''", StringComparison.Ordinal)}'\n"))));

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await exports;
        stopping.Dispose();
        await calls.DisposeAsync();
    }

    static async Task ExportAsync(SocialExportStandIn support, CancellationToken cancellationToken)
    {
        try
        {
            await support.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The social services cannot drop their files any more: {e.Message}");
        }
    }

    /// <summary>The systems themselves, which know of each other what crosses from one to the next.</summary>
    internal sealed record StandIns(ByggRStandIn Permits, Open311StandIn Reports, OpenEPlatformStandIn EServices, SocialExportStandIn Support, TownTroubles Troubles)
    {
        /// <summary>Who may read the e-services.</summary>
        public required OpenEPlatformOptions EServicesUser { get; init; }

        /// <summary>The texts that were written to them through their services, each as often as they have it.</summary>
        public IEnumerable<string> WrittenTexts => [.. Permits.SavedNotes, .. Reports.WrittenWords, .. EServices.InternalMessages, .. EServices.WrittenMessages];

        /// <summary>Makes them from the town.</summary>
        public static StandIns Of(TownFile made, DataFolder folder, MunicipalityOptions options, TimeProvider time)
        {
            var town = new Town.Town(made.Seed);
            var hasMishaps = !options.Calm && !options.Once && options.Day is null;
            var troubles = new TownTroubles(hasMishaps ? new TroublePlan(town, made.Base) : null, time);

            var permits = new ByggROptions { Cases = made.Cases, Base = made.Base, Frozen = options.Once, ChangeEvery = options.ChangeEvery, HasMishaps = hasMishaps };
            var reports = new Open311Options { Cases = made.Cases, Base = made.Base, Frozen = options.Once, ChangeEvery = options.ChangeEvery, HasMishaps = hasMishaps };
            var eServices = new OpenEPlatformOptions
            {
                Permits = permits,
                Password = Convert.ToHexString(RandomNumberGenerator.GetBytes(12)),
                ChangeEvery = options.ChangeEvery,
                ArriveEvery = options.ChangeEvery * 6,
                HasMishaps = hasMishaps,
                // The report has a number in both systems, so each has to be made knowing the other's.
                FaultReport = new Open311StandIn(town, reports, time).StoryNumber,
            };
            var platform = new OpenEPlatformStandIn(town, eServices, time);
            var byggR = new ByggRStandIn(town, permits, time);
            var open311 = new Open311StandIn(town, reports with { StoryEServiceNumber = platform.StoryFaultNumber }, time);
            foreach (var (path, mishaps) in new[] { (ByggRPath, byggR.WriteMishaps), (Open311Path, open311.WriteMishaps), (EServicesPath, platform.WriteMishaps) })
            {
                var system = TroubledSystem.All.Single(s => s.Path is { } begins && path.StartsWith(begins, StringComparison.Ordinal));
                mishaps.SaysNo = () => troubles.Of(system)?.Kind == TroubleKind.Refuses;
            }

            return new StandIns(
                byggR,
                open311,
                platform,
                new SocialExportStandIn(town, new SocialExportOptions { Cases = made.Cases, Frozen = options.Once, ChangeEvery = options.ChangeEvery, HasMishaps = hasMishaps }, folder.Drop, time)
                {
                    Trouble = () => troubles.Of(TroubledSystem.All.Single(s => s.Path is null))?.Kind,
                },
                troubles) { EServicesUser = eServices };
        }
    }
}
