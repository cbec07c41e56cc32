using System.Globalization;
using IntegrationHub.Torture.History;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IntegrationHub.Torture.Vendor;

/// <summary>A department system whose history is known to the last step, served over HTTP on a port of the loopback by the process that checks: killing a worker does not touch it.</summary>
internal sealed class ModelVendor : IAsyncDisposable
{
    /// <summary>The openings never tell more rows than this.</summary>
    public const int MostOpenings = 20;

    readonly WebApplication application;
    readonly VendorAnswers answers;
    readonly IReadOnlyDictionary<RegisterKind, ModelRegister> registers;

    ModelVendor(WebApplication application, VendorAnswers answers, ModelDesk desk, IReadOnlyDictionary<RegisterKind, ModelRegister> registers)
    {
        (this.application, this.answers, Desk, this.registers) = (application, answers, desk, registers);
        Address = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Its registers.</summary>
    public IEnumerable<ModelRegister> Registers => registers.Values;

    /// <summary>The register that sends notifications.</summary>
    public ModelRegister Told => registers[RegisterKind.Told];

    /// <summary>Where it is written to.</summary>
    public ModelDesk Desk { get; }

    /// <summary>What goes wrong with its answers.</summary>
    public VendorFaults Faults => answers.Faults;

    /// <summary>Starts it.</summary>
    /// <param name="seed">What its history and its faults are drawn from.</param>
    /// <param name="size">How many cases each register begins with.</param>
    /// <param name="time">The clock that it tells.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<ModelVendor> StartAsync(int seed, int size, TimeProvider time, CancellationToken cancellationToken)
    {
        var registers = Enum.GetValues<RegisterKind>().ToDictionary(kind => kind, kind => new ModelRegister(kind, seed, size, time.GetUtcNow()));
        var answers = new VendorAnswers(new VendorFaults(seed), time);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "ModelVendor", EnvironmentName = "Production" });
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Services.AddSingleton<IHostLifetime, Unattended>();
        var application = builder.Build();
        application.UseRouting();
        var desk = new ModelDesk();
        var deskAnswers = new DeskAnswers(desk, answers.Faults, time);
        foreach (var register in registers.Values) Map(application, register, answers, deskAnswers, time);
        await application.StartAsync(cancellationToken);
        return new ModelVendor(application, answers, desk, registers);
    }

    /// <summary>Stops it.</summary>
    public ValueTask DisposeAsync() => application.DisposeAsync();

    static void Map(WebApplication application, ModelRegister register, VendorAnswers answers, DeskAnswers desk, TimeProvider time)
    {
        var group = application.MapGroup($"/{RegisterNames.Of(register.Kind)}");
        RequestDelegate list = register.Kind switch
        {
            RegisterKind.Changes => http => answers.AnswerAsync(http, register.Kind, () => Since(http, time, register.Cases(), c => (c.Latest.Changed, c.Key), VendorRow.Of)),
            RegisterKind.Openings or RegisterKind.Told => http => answers.AnswerAsync(http, register.Kind, () => Opened(http, time, register)),
            _ => http => answers.AnswerAsync(http, register.Kind, () => Everything(http, time, register)),
        };
        group.MapGet("/list", list);
        group.MapPost("/writes", http => desk.TakeAsync(http, register.Kind));
        group.MapGet("/writes", http => desk.FindAsync(http, register.Kind));
        group.MapGet("/cases", http => answers.AnswerAsync(http, register.Kind, () => ByKeys(http, time, register)));
        if (register.Kind == RegisterKind.Changes)
            group.MapGet($"/{RegisterNames.Notes}", http => answers.AnswerAsync(http, register.Kind, () =>
                Since(http, time, register.Notes, n => (n.At, n.Id.ToString("00000000", CultureInfo.InvariantCulture)), VendorRow.Of)));
    }

    // Behind the last row of the page before: a row that changes meanwhile moves to the end and pushes none aside.
    static VendorPage Since<T>(HttpContext http, TimeProvider time, IEnumerable<T> all, Func<T, (DateTimeOffset At, string Key)> of, Func<T, VendorRow> row)
    {
        var (after, until) = Bounds(http);
        var from = http.Request.Query["from"].ToString();
        var page = all
            .Select(item => (Item: item, Of: of(item)))
            .Where(r => (after is null || r.Of.At > after) && (until is null || r.Of.At <= until))
            .Select(r => (r.Item, Place: string.Create(CultureInfo.InvariantCulture, $"{r.Of.At.UtcTicks:0000000000000000000}.{r.Of.Key}")))
            .Where(r => string.CompareOrdinal(r.Place, from) > 0)
            .OrderBy(r => r.Place, StringComparer.Ordinal)
            .Take(Size(http) + 1)
            .ToList();
        var rows = page.Take(Size(http)).ToList();
        return new VendorPage(time.GetUtcNow(), rows.Count, [.. rows.Select(r => row(r.Item))], page.Count > rows.Count ? rows[^1].Place : null);
    }

    static VendorPage Opened(HttpContext http, TimeProvider time, ModelRegister register)
    {
        var (after, until) = Bounds(http);
        var rows = register.Cases()
            .Where(c => (after is null || c.Opened > after) && (until is null || c.Opened <= until))
            .Take(MostOpenings)
            .Select(VendorRow.Of)
            .ToList();
        return new VendorPage(time.GetUtcNow(), rows.Count, rows);
    }

    // By numbers of rows: what is deleted while somebody pages moves the rows behind it forward.
    static VendorPage Everything(HttpContext http, TimeProvider time, ModelRegister register)
    {
        var all = register.Cases(withDeleted: false);
        var offset = int.TryParse(http.Request.Query["from"], NumberStyles.None, CultureInfo.InvariantCulture, out var from) ? from : 0;
        var rows = all.Skip(offset).Take(Size(http)).Select(VendorRow.Of).ToList();
        var next = offset + rows.Count;
        return new VendorPage(time.GetUtcNow(), rows.Count, rows, next < all.Count ? next.ToString(CultureInfo.InvariantCulture) : null, all.Count);
    }

    static VendorPage ByKeys(HttpContext http, TimeProvider time, ModelRegister register)
    {
        var wanted = http.Request.Query["keys"].ToString().Split(',').ToHashSet(StringComparer.Ordinal);
        var rows = register.Cases(withDeleted: register.Kind == RegisterKind.Changes).Where(c => wanted.Contains(c.Key)).Select(VendorRow.Of).ToList();
        return new VendorPage(time.GetUtcNow(), rows.Count, rows);
    }

    static int Size(HttpContext http) => int.TryParse(http.Request.Query["size"], NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 10;

    static (DateTimeOffset? After, DateTimeOffset? Until) Bounds(HttpContext http)
    {
        return (Read("after"), Read("until"));

        DateTimeOffset? Read(string name) => long.TryParse(http.Request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }

    // Signals are the caller's.
    sealed class Unattended : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
