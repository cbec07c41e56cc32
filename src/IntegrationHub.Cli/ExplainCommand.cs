using System.CommandLine;

namespace IntegrationHub.Cli;

/// <summary><c>ihub explain</c>: what a mapping does with one record, step by step.</summary>
internal static class ExplainCommand
{
    public static Command Create(Terminal terminal)
    {
        var subject = new Argument<string>("mapping") { Description = "A mapping file, or the folder of one." };
        var record = new Option<string>("--record") { Description = "The sample that holds the record.", HelpName = "FILE", Required = true };
        var number = new Option<int?>("--number") { Description = "Which record of the sample, from 1. Needed when it holds several.", HelpName = "N" };
        var each = CommonOptions.Each();
        var field = new Option<string?>("--field") { Description = "Only this field, and the lets it uses: title, parties.role, $word, identity.key.", HelpName = "FIELD" };
        var format = CommonOptions.Format("How it is written: text for people, json for programs (one object and nothing else).");
        var command = new TaughtCommand("explain", "Shows what a mapping does with one record: the value after every pipe.",
            """
            Each expression is shown with its place, and under it each of its steps with the value it gave, in the order in which they were evaluated.
            What was not evaluated (the other branch of an if, what stands behind ?? when it was not needed) is not shown. It shows what the record holds, so mind who looks on.

            Exit codes: 0 the record is mapped, skipped or deleted; 1 it would be quarantined, or the mapping has errors; 2 there is no such record or field.

            Examples:
              ihub explain mappings/open311/fault-reports.mapping.yaml --record mappings/open311/samples/bare.json
              ihub explain mappings/byggr --record permits.xml --each arende --number 2 --field status
            """)
        {
            subject, record, number, each, field, format,
        };
        command.SetAction((parsed, _) => RecordExplainer.RunAsync(
            new RecordExplainer.Asked(parsed.GetValue(subject)!, parsed.GetValue(record)!, parsed.GetValue(number), parsed.GetValue(each), parsed.GetValue(field)),
            parsed.GetValue(format) == CommonOptions.Json, terminal));
        return command;
    }
}
