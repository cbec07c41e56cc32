using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHub.Testing;

/// <summary>A vendor system over HTTP on a port of this machine: it answers by a script, writes down what it was asked, and turns bad when a test says so.</summary>
public sealed class ScriptedVendor : IAsyncDisposable
{
    readonly Lock gate = new();
    readonly List<VendorCall> calls = [];
    readonly TimeProvider clock;
    readonly WebApplication app;
    Func<VendorCall, VendorAnswer> script;
    VendorFault? fault;
    Func<VendorCall, bool> concerns = _ => true;
    int goodCalls;
    int badCalls;
    int underWay;
    int abandoned;
    int waiting;
    long sent;

    ScriptedVendor(TimeProvider clock, Func<VendorCall, VendorAnswer> script, int port)
    {
        (this.clock, this.script) = (clock, script);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "ScriptedVendor" });
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(System.Net.IPAddress.Loopback, port);
        });
        app = builder.Build();
        app.Run(AnswerAsync);
    }

    /// <summary>Starts one.</summary>
    /// <param name="clock">The clock that calls are written down by, and that its waits wait for.</param>
    /// <param name="script">What it answers.</param>
    /// <param name="port">The port of this machine; any that is free unless set.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<ScriptedVendor> StartAsync(TimeProvider clock, Func<VendorCall, VendorAnswer> script, int port = 0)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(script);

        var vendor = new ScriptedVendor(clock, script, port);
        try
        {
            await vendor.app.StartAsync();
        }
        catch
        {
            await vendor.DisposeAsync();
            throw;
        }

        vendor.Address = new Uri(vendor.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return vendor;
    }

    /// <summary>Where it is.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The calls so far, in the order in which they came.</summary>
    public IReadOnlyList<VendorCall> Calls
    {
        get { lock (gate) return [.. calls]; }
    }

    /// <summary>How many calls wait for their answer.</summary>
    public int UnderWay => Volatile.Read(ref underWay);

    /// <summary>How many answers wait for the clock to be moved.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>How many calls the caller gave up before they were answered.</summary>
    public int Abandoned => Volatile.Read(ref abandoned);

    /// <summary>How many bytes of content it has sent.</summary>
    public long Sent => Interlocked.Read(ref sent);

    /// <summary>How far its clock, as the header Date tells it, runs ahead of the test's.</summary>
    public TimeSpan ClockAhead { get; set; }

    /// <summary>Says of a call which fault it meets, beside those of <see cref="Break"/>; stub files do.</summary>
    internal Func<VendorCall, VendorFault?>? MeetsFault { get; set; }

    /// <summary>What the script itself threw: a mistake in the test, not a fault of the vendor.</summary>
    public Exception? ScriptFault { get; private set; }

    /// <summary>From now on it answers by another script.</summary>
    public void Answer(Func<VendorCall, VendorAnswer> with)
    {
        lock (gate) script = with;
    }

    /// <summary>From now on calls meet this fault.</summary>
    /// <param name="with">The fault.</param>
    /// <param name="after">So many calls that it concerns still go well.</param>
    /// <param name="times">So many meet it; then it is over.</param>
    /// <param name="when">Which calls it concerns; all unless given.</param>
    public void Break(VendorFault with, int after = 0, int times = int.MaxValue, Func<VendorCall, bool>? when = null)
    {
        lock (gate) (fault, goodCalls, badCalls, concerns) = (with, after, times, when ?? (_ => true));
    }

    /// <summary>It is good again.</summary>
    public void Mend()
    {
        lock (gate) fault = null;
    }

    async Task AnswerAsync(HttpContext http)
    {
        Interlocked.Increment(ref underWay);
        try
        {
            var call = await VendorCall.ReadAsync(http, clock.GetUtcNow());
            var (answer, meets) = Take(call);
            meets ??= MeetsFault?.Invoke(call);
            var faulty = new FaultyCall(http, () => answer(call), clock, clock.GetUtcNow() + ClockAhead, by => Interlocked.Add(ref waiting, by));
            if (meets is not null)
            {
                await meets.AnswerAsync(faulty);
            }
            else
            {
                Interlocked.Add(ref sent, faulty.Honest.Body.Length);
                await faulty.SendAsync(faulty.Honest);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The caller hung up, or the test is over.
            Interlocked.Increment(ref abandoned);
        }
#pragma warning disable CA1031 // A mistake in a test's script must be told as that, and not pass for a vendor's 500.
        catch (Exception mistake)
#pragma warning restore CA1031
        {
            ScriptFault = mistake;
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
        }
    }

    (Func<VendorCall, VendorAnswer> Script, VendorFault? Fault) Take(VendorCall call)
    {
        lock (gate)
        {
            calls.Add(call);
            if (fault is null || !concerns(call)) return (script, null);
            if (goodCalls > 0)
            {
                goodCalls--;
                return (script, null);
            }

            return badCalls-- > 0 ? (script, fault) : (script, null);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => app.DisposeAsync();
}
