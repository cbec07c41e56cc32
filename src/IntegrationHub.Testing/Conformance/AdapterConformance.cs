using System.Reflection;
using System.Runtime.CompilerServices;
using IntegrationHub.Sources;
using IntegrationHub.Sync;
using Xunit.Sdk;

namespace IntegrationHub.Testing;

/// <summary>What the hub expects of an adapter, as tests: inherit it with a subject that tells how the adapter is made and how its vendor answers.</summary>
/// <remarks>
/// Each test runs the adapter through the real engine on a real index, over a vendor that the subject scripts. A test that the adapter cannot pass is waived in the
/// subject with a reason; a waiver without a reason, for a test that there is not, or for one that passes, fails.
/// </remarks>
/// <param name="subject">The adapter, and all that must be known to try it.</param>
public abstract partial class AdapterConformance(AdapterSubject subject)
{
    const int ReasonLength = 20;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>What is tried.</summary>
    protected AdapterSubject Subject { get; } = subject;

    AdapterManifest Manifest => Subject.Manifest;

    /// <summary>The suite's tests with what each proves.</summary>
    internal static IReadOnlyList<(string Name, BehaviourAttribute Behaviour)> Tests { get; } =
    [
        .. typeof(AdapterConformance).GetMethods(BindingFlags.Instance | BindingFlags.Public)
            .Select(method => (method.Name, Behaviour: method.GetCustomAttribute<BehaviourAttribute>()!))
            .Where(test => test.Behaviour is not null)
            .OrderBy(test => test.Behaviour.Number).ThenBy(test => test.Name, StringComparer.Ordinal),
    ];

    /// <summary>Every waiver names a test of the suite and a reason, and nothing is declared that cannot be tried yet.</summary>
    [Fact]
    public void Every_waiver_names_a_test_and_a_reason()
    {
        foreach (var waiver in Subject.Waivers)
        {
            Assert.True(Tests.Any(t => t.Name == waiver.Test), $"There is no test '{waiver.Test}' to be waived.");
            Assert.True(HasReason(waiver), $"The waiver of '{waiver.Test}' has no reason: write why a municipality can live with it.");
        }

        Assert.Distinct(Subject.Waivers.Select(w => w.Test));
        Assert.True(Subject.Writes is not null || !Subject.Capabilities.Contains(Capability.WritesBack), $"{nameof(Capability.WritesBack)} is declared by the subject being an {nameof(IWriteSubject)}.");
    }

    // The one place where a test becomes tried, not tried, or waived.
    async Task ProveAsync(Func<Task> prove, [CallerMemberName] string test = "")
    {
        var behaviour = Tests.First(t => t.Name == test).Behaviour;
        if (behaviour.WhyNot(Subject) is { } why) throw SkipException.ForSkip($"not declared: {why}");
        if (Subject.Waivers.FirstOrDefault(w => w.Test == test) is not { } waiver)
        {
            await prove();
            return;
        }

        Assert.True(HasReason(waiver), $"The waiver of '{test}' has no reason.");
        if (await FailsAsync(prove)) throw SkipException.ForSkip($"waived: {waiver.Reason}");

        Assert.Fail($"'{test}' is waived and passes. Take the waiver out.");
    }

    Task ProveAsync(SceneOptions options, Func<ConformanceScene, Task> prove, [CallerMemberName] string test = "") => ProveAsync(
        async () =>
        {
            await using var scene = await ConformanceScene.StartAsync(Subject, options);
            await prove(scene);
        },
        test);

    Task ProveAsync(Func<ConformanceScene, Task> prove, [CallerMemberName] string test = "") => ProveAsync(new SceneOptions(), prove, test);

    static async Task<bool> FailsAsync(Func<Task> prove)
    {
        try
        {
            await prove();
            return false;
        }
#pragma warning disable CA1031 // Whatever a waived test ends with, it has failed.
        catch (Exception)
#pragma warning restore CA1031
        {
            return true;
        }
    }

    static bool HasReason(Waiver waiver) => waiver.Reason.Trim().Length >= ReasonLength && waiver.Reason.Contains(' ', StringComparison.Ordinal);

    // A run that ended by a fault that says what it is: not well, not silently, and not by an exception that nobody expected.
    static void FailedByName(RunRecord run, string what)
    {
        Assert.True(run.Outcome == RunOutcome.Failed && run.Fault is not null, $"The vendor {what}, and the run ended {run.Outcome} with {run.Counters.Read} records: what was no answer was taken for one.");
        Assert.True(run.Fault!.Code != "IH6999", $"The vendor {what}, and the adapter threw what no code expects: {run.Fault.Message} Let faults escape as a SourceException that says what can be done.");
    }
}
