namespace IntegrationHub.Console.Outbox;

/// <summary>What may be decided of a command from its page.</summary>
enum OutboxAct
{
    /// <summary>It is sent once more.</summary>
    Resend,

    /// <summary>It is not sent any more.</summary>
    Withdraw,

    /// <summary>Somebody looked, and the vendor has it.</summary>
    Settle,
}
