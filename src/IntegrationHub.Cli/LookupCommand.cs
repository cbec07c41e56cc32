using System.CommandLine;
using System.Text;
using System.Text.Json;
using IntegrationHub.Configuration;
using IntegrationHub.Disclosure;
using IntegrationHub.Lookup;

namespace IntegrationHub.Cli;

/// <summary><c>ihub lookup</c>: what is happening with my case?</summary>
internal static class LookupCommand
{
    // What may stand on a command line: the others are, or lead to, a person.
    static readonly LookupBy[] OnCommandLine = [LookupBy.CaseNumber, LookupBy.Property, LookupBy.Text];

    public static Command Create(Toolbox toolbox, Terminal terminal)
    {
        var by = new Option<string>("--by") { Description = "What kind of value it is.", Required = true };
        by.AcceptOnlyFromAmong([.. Enum.GetValues<LookupBy>().Select(value => EnumNames.Of(value))]);
        var purpose = new Option<string>("--purpose") { Description = "Why it is looked up; it stands in the audit. 3 to 200 characters, without personal numbers.", Required = true, HelpName = "TEXT" };
        var value = new Option<string?>("--value") { Description = "The value, for caseNumber, property and text only. Else, and for these too, it is read from the standard input.", HelpName = "VALUE" };
        var role = new Option<string>("--as") { Description = "Who asks: agent, or specialist:DEPARTMENT.", DefaultValueFactory = _ => "agent", HelpName = "ROLE" };
        var hub = CommonOptions.Hub();
        var format = CommonOptions.Format("How the answer is written: text for people, json for programs (the answer as the HTTP API writes it).");
        var command = new TaughtCommand("lookup", "Finds the cases of a person, an organisation, a number, a property … in all systems.",
            """
            The value is read from the standard input; on a terminal you are asked for it. It does not belong on the command line: other users of the
            machine can see command lines, and the shell writes them into its history. So --value takes only what is no person: case numbers, properties, words.
            The answer begins with how complete and fresh it is: "No case found" is said only when every source is complete.
            Each look-up is in the audit, with your user name and the purpose, before its answer is shown.

            Exit codes: 0 found, 1 nothing found, 2 no answer: the hub cannot start, or the value or the purpose makes no sense.

            Examples:
              ihub lookup --by person --purpose "asks about her building permit"
              ihub lookup --by caseNumber --value "BYGG 2026-000200" --purpose "calls about a letter"
              ihub lookup --by email --purpose "answers a mail" --format json < address.txt
            """)
        {
            by, purpose, value, role, hub, format,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var kind = Enum.Parse<LookupBy>(parsed.GetValue(by)!, ignoreCase: true);
            if (CallerOf(parsed.GetValue(role)!) is not { } caller)
                return Wrong("--as must be agent, or specialist:DEPARTMENT with the department as the cases name it", terminal);
            if (parsed.GetValue(value) is not null && !OnCommandLine.Contains(kind))
                return Wrong($"--value does not go with --by {EnumNames.Of(kind)}: other users can see command lines, and the shell keeps them in its history. Leave it out; the value is read from the standard input", terminal);

            return await HubSession.UseAsync(
                parsed.GetValue(hub)!, toolbox, terminal,
                async session =>
                {
                    var (text, wrong) = parsed.GetValue(value) is { } given ? (given, null) : await terminal.AskAsync(NameOf(kind), cancellationToken);
                    return text is null
                        ? Wrong(wrong!, terminal)
                        : await RunAsync(session, caller, new LookupRequest(kind, Tidy(text), parsed.GetValue(purpose)!), parsed.GetValue(format) == CommonOptions.Json, terminal, cancellationToken);
                },
                cancellationToken);
        });
        return command;
    }

    static async Task<int> RunAsync(HubSession session, Caller caller, LookupRequest request, bool json, Terminal terminal, CancellationToken cancellationToken)
    {
        LookupAnswer answer;
        try
        {
            answer = await session.Hub.LookUpAsync(caller, request, cancellationToken);
        }
        catch (LookupInvalidException e)
        {
            foreach (var problem in e.Problems) Wrong($"{problem.Field}: {problem.Message}", terminal);
            return ExitCodes.Usage;
        }

        if (json) await terminal.Output.WriteLineAsync(JsonSerializer.Serialize(answer, Words.Json));
        else new AnswerPrinter(terminal, session.File.TimeZone).Write(answer);
        return answer.Cases.Count > 0 ? ExitCodes.Good : ExitCodes.Findings;
    }

    static Caller? CallerOf(string role)
    {
        const string Specialist = "specialist:";
        var caller = new Caller { Name = "ihub", Role = CallerRole.Agent, OnBehalfOf = Environment.UserName };
        if (role == "agent") return caller;

        return role.StartsWith(Specialist, StringComparison.Ordinal) && role[Specialist.Length..].Trim() is { Length: > 0 } department
            ? caller with { Role = CallerRole.Specialist, Departments = [department] }
            : null;
    }

    // As the HTTP API does it: a pasted text may hold its umlauts in two characters each. Half of a pair is no text at all.
    static string Tidy(string text) => string.Concat(text.Trim().EnumerateRunes()).Normalize(NormalizationForm.FormC);

    static string NameOf(LookupBy by) => by switch
    {
        LookupBy.Person => "Personal number",
        LookupBy.Organisation => "Organisation number",
        LookupBy.CaseNumber => "Case number",
        LookupBy.Phone => "Telephone number",
        LookupBy.Email => "E-mail address",
        LookupBy.Address => "Street and number",
        LookupBy.Property => "Property",
        LookupBy.Name => "Name",
        _ => "Words",
    };

    static int Wrong(string message, Terminal terminal)
    {
        terminal.Error.WriteLine($"ihub: {message}");
        return ExitCodes.Usage;
    }
}
