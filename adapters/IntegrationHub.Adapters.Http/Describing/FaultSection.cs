using System.Globalization;
using IntegrationHub.Configuration;
using IntegrationHub.Diagnostics;

namespace IntegrationHub.Adapters.Http;

/// <summary>Reads what answers mean that say no.</summary>
static class FaultSection
{
    // How long a vendor wants to be left alone, and where it redirects to, is the hub's own to judge.
    static readonly int[] HubsOwn = [408, 425, 429, 502, 504];

    public static IReadOnlyList<FaultRule> Read(YamlSection of, DiagnosticBag diagnostics)
    {
        var rules = new List<FaultRule>();
        foreach (var section in of.Items("faults"))
        {
            var statuses = Statuses(section, diagnostics);
            var texts = section.Has("text") ? section.Texts("text") : [];
            var meaning = section.OneOf<AnswerMeaning>("is");
            var setting = section.Text("setting");
            section.End();
            if (!section.Has("status") && !section.Has("text"))
                diagnostics.Error(section.Place, HttpCodes.WrongFault, $"{section.Path("status")} or {section.Path("text")} is missing: a rule for every answer would hide what goes wrong");
            if (statuses.Any(s => s is >= 200 and <= 203) && texts.Count == 0)
                diagnostics.Error(section.PlaceOf("status"), HttpCodes.WrongFault, "a rule for answers that say yes needs a text too: else no answer would be one");
            if (setting is not null && meaning is not AnswerMeaning.Misconfigured)
                diagnostics.Error(setting.Place, HttpCodes.NoEffect, $"{section.Path("setting")} is for misconfigured; take it out");
            if (meaning is { } known) rules.Add(new FaultRule(statuses, [.. texts.Select(t => t.Text)], known, setting?.Text));
        }

        return rules;
    }

    static List<int> Statuses(YamlSection section, DiagnosticBag diagnostics)
    {
        var statuses = new List<int>();
        foreach (var text in section.Has("status") ? section.Texts("status") : [])
        {
            if (!int.TryParse(text.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var status) || status is < 200 or > 599)
                diagnostics.Error(text.Place, HttpCodes.WrongFault, $"'{text.Text}' is no status of an answer; write a number from 200 to 599");
            else if (status is >= 300 and <= 399 || HubsOwn.Contains(status))
                diagnostics.Error(text.Place, HttpCodes.WrongFault, $"what {status} means is the hub's own: see docs/calls-to-vendors.md");
            else
                statuses.Add(status);
        }

        return statuses;
    }
}
