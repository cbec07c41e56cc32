using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHub.Faults;
using IntegrationHub.Sources;
using IntegrationHub.Torture.Vendor;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Torture.Worker;

/// <summary>Writes to one register. What it cannot read, it does not believe.</summary>
internal sealed class ModelWriter(HttpClient http, Uri root, CrashOrders orders) : ILooksUpWrites
{
    // Long enough for the request to have left, and mostly not for the answer.
    static readonly TimeSpan OnItsWay = TimeSpan.FromMilliseconds(2);

    /// <inheritdoc/>
    public async ValueTask<WriteReceipt> WriteAsync(WriteCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(root, "writes"))
        {
            Content = JsonContent.Create(new DeskRequest(command.Id.ToString(), command.Key!, command.Kind, command.Text), options: JsonSerializerOptions.Web),
        };
        var sending = http.SendAsync(request, cancellationToken);
        await Task.WhenAny(sending, Task.Delay(OnItsWay, TimeProvider.System, CancellationToken.None));
        orders.Reached(CrashPoint.CommandOnItsWay);
        using var response = await sending;
        orders.Reached(CrashPoint.CommandAnswered);
        return new WriteReceipt(await NameInAsync(response, cancellationToken) ?? throw Unreadable());
    }

    /// <inheritdoc/>
    public async ValueTask<WriteReceipt?> FindAsync(WriteCommand command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);

        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(root, $"writes?key={command.Key}&text={Uri.EscapeDataString(command.Text)}"));
        using var response = await http.SendAsync(request.AsRead(), cancellationToken);
        orders.Reached(CrashPoint.CommandLookedFor);
        return await NameInAsync(response, cancellationToken) is { } name ? new WriteReceipt(name) : null;
    }

    static async Task<string?> NameInAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.UnprocessableEntity) || response.Content.Headers.ContentType?.MediaType != "application/json") throw Unreadable();

        try
        {
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            if (document.RootElement.TryGetProperty("refused", out var words))
                throw new SourceRefusedException(FaultCodes.Refused, "The model vendor says no.") { VendorText = words.GetString() };

            return document.RootElement.GetProperty("name").GetString();
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Unreadable();
        }
    }

    static UnreadableAnswerException Unreadable() => new(FaultCodes.UnexpectedContent, "The answer is none of the model vendor's to what is written.");
}
