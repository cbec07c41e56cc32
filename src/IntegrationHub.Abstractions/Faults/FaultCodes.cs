namespace IntegrationHub.Faults;

/// <summary>The stable codes of faults between the hub and a source.</summary>
public static class FaultCodes
{
    /// <summary>The source did not answer in time.</summary>
    public const string Timeout = "IH6001";

    /// <summary>No connection, or the connection broke.</summary>
    public const string Connection = "IH6002";

    /// <summary>The source answered with a server error.</summary>
    public const string ServerError = "IH6003";

    /// <summary>The source asks to be left alone for a while (429 or 503 with Retry-After).</summary>
    public const string TooManyRequests = "IH6004";

    /// <summary>The source has failed so often that the hub leaves it alone for a while.</summary>
    public const string BreakerOpen = "IH6005";

    /// <summary>The answer is of another kind than asked for, for instance HTML.</summary>
    public const string UnexpectedContent = "IH6101";

    /// <summary>The answer is cut or not well formed.</summary>
    public const string MalformedAnswer = "IH6102";

    /// <summary>The answer is larger, deeper or longer than the limits allow.</summary>
    public const string LimitExceeded = "IH6103";

    /// <summary>Paging does not get anywhere: a page was asked for that had been read already.</summary>
    public const string PagingWentRound = "IH6104";

    /// <summary>The answer carries a document type definition, which is never read.</summary>
    public const string DtdForbidden = "IH6105";

    /// <summary>The source redirects; redirects are never followed.</summary>
    public const string Redirected = "IH6106";

    /// <summary>The smallest window of time that may be asked for holds more than the source sends at once.</summary>
    public const string WindowTooFull = "IH6107";

    /// <summary>The source's answer to this request is no.</summary>
    public const string Refused = "IH6201";

    /// <summary>What was asked for is not there.</summary>
    public const string NotFound = "IH6202";

    /// <summary>The source does not accept the key or password.</summary>
    public const string NotAuthorised = "IH6301";

    /// <summary>The host name of the source is not known.</summary>
    public const string UnknownHost = "IH6302";

    /// <summary>The certificate of the source is not accepted.</summary>
    public const string Certificate = "IH6303";

    /// <summary>The address is not one that the stream file declares, or one that the hub does not call.</summary>
    public const string HostNotAllowed = "IH6304";

    /// <summary>There is no such service, folder or path.</summary>
    public const string NoSuchEndpoint = "IH6305";

    /// <summary>A setting has a value that cannot be.</summary>
    public const string InvalidSetting = "IH6306";
}
