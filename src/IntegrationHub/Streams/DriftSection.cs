using IntegrationHub.Configuration;
using IntegrationHub.Drift;

namespace IntegrationHub.Streams;

/// <summary>Reads the section <c>drift:</c> of a stream file: what is done about records that change.</summary>
internal static class DriftSection
{
    public static DriftPolicy Read(YamlSection section)
    {
        var policy = new DriftPolicy
        {
            NewField = section.OneOf<DriftAction>("newField") ?? DriftAction.Report,
            MissingField = section.OneOf<DriftAction>("missingField") ?? DriftAction.Report,
            TypeChange = section.OneOf<DriftAction>("typeChange") ?? DriftAction.Report,
            NewCode = section.OneOf<DriftAction>("newCode") ?? DriftAction.Report,
        };
        section.End();
        return policy;
    }
}
