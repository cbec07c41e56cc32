using System.ComponentModel.DataAnnotations;

namespace IntegrationHub.AspNetCore;

/// <summary>What the HTTP API needs to know.</summary>
public sealed class IntegrationHubApiOptions
{
    /// <summary>Where the keys of the applications are, as <see cref="ApiKeyFile"/> describes; made at the first start.</summary>
    [Required]
    public string KeyFile { get; set; } = "";

    /// <summary>The departments that the specialist's key is for when the file is made. One must be named then.</summary>
    public IList<string> SpecialistDepartments { get; } = [];

    /// <summary>Whether <c>/metrics</c> answers without a key, because the network lets nobody else in. It asks for one unless set.</summary>
    public bool MetricsNeedNoKey { get; set; }

    /// <summary>Whether hubs of other municipalities run in the same process: then <c>/metrics</c> leaves out what the hub counts for the process as a whole. They do not unless set.</summary>
    public bool SharesProcess { get; set; }
}
