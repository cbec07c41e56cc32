using IntegrationHub.Disclosure;

namespace IntegrationHub.Console.Access;

/// <summary>Who may open a page. A page without it is for nobody.</summary>
/// <param name="whom">For whom it is.</param>
[AttributeUsage(AttributeTargets.Class)]
sealed class PageAccessAttribute(PageFor whom) : Attribute
{
    /// <summary>For whom it is.</summary>
    public PageFor Whom { get; } = whom;

    /// <summary>Whether this role may open it.</summary>
    public bool Allows(CallerRole role) => Whom switch
    {
        PageFor.Everybody or PageFor.SignedIn => true,
        PageFor.Desk => role is CallerRole.Agent or CallerRole.Specialist,
        PageFor.Operation => role is CallerRole.Operations or CallerRole.Administrator,
        PageFor.Administration => role is CallerRole.Administrator,
        _ => false,
    };
}

/// <summary>For whom a page is.</summary>
enum PageFor
{
    /// <summary>For nobody: what was forgotten.</summary>
    Nobody,

    /// <summary>Without signing in: no data of anybody.</summary>
    Everybody,

    /// <summary>For whoever is signed in.</summary>
    SignedIn,

    /// <summary>For those who see cases.</summary>
    Desk,

    /// <summary>For those who keep the hub running.</summary>
    Operation,

    /// <summary>For administrators: what people did.</summary>
    Administration,
}
