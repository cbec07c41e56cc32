using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Contacts;

namespace IntegrationHub.Server.Tests.ContactCentre;

/// <summary>A hub with room for one contact, as the API behaves: keys, versions, refusals, and answers that are lost on the way.</summary>
sealed class ContactBook : HttpMessageHandler
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    readonly Dictionary<string, (string Body, object Answer)> once = [];

    /// <summary>What was asked for, in order.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>The contact as it stands.</summary>
    public AnswerContact? Contact { get; private set; }

    /// <summary>How many contacts were begun.</summary>
    public int Begun { get; private set; }

    /// <summary>So many answers are lost after what was asked for is done.</summary>
    public int LoseAnswers { get; set; }

    /// <summary>Whether nothing gets through.</summary>
    public bool Away { get; set; }

    /// <summary>What is wrong with everything that comes; null when nothing is.</summary>
    public string? Refuse { get; set; }

    public void WriteElsewhere(int question, string notes) => Put(question, told => told with { Notes = notes, Version = told.Version + 1 });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Away) throw new HttpRequestException(HttpRequestError.ConnectionError);

        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add($"{request.Method} {request.RequestUri!.AbsolutePath}");
        if (Refuse is { } wrong) return Problem(HttpStatusCode.BadRequest, "IH7020", new { errors = new[] { new { pointer = "#/x", detail = wrong } } });

        var key = request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null;
        if (key is not null && once.TryGetValue(key, out var before))
            return before.Body == body ? Answer(before.Answer) : Problem(HttpStatusCode.UnprocessableEntity, "IH7094", new { });

        var answer = Do(request, body.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(body));
        if (answer is long version) return Problem(HttpStatusCode.Conflict, "IH7092", new { version });

        if (key is not null) once[key] = (body, answer);
        if (LoseAnswers-- > 0) throw new HttpRequestException(HttpRequestError.ResponseEnded);
        return Answer(answer);
    }

    // What was done; a number is the version that stands instead.
    object Do(HttpRequestMessage request, JsonElement body)
    {
        var path = request.RequestUri!.AbsolutePath.Split('/')[3..];
        if (request.Method == HttpMethod.Get) return Contact!;

        if (request.Method == HttpMethod.Post && path.Length == 1)
        {
            Begun++;
            Contact = Told(new AnswerContact { Id = new ContactId(1).ToString(), Version = 1, Channel = "", StartedAt = default, Questions = [.. body.GetProperty("questions").EnumerateArray().Select((one, at) => Question(one, at + 1, 1))] }, body);
            return new ContactReceipt(Contact.Id, Contact.Questions.Count, 1);
        }

        if (request.Method == HttpMethod.Post)
        {
            Contact = Contact! with { Questions = [.. Contact.Questions, Question(body, Contact.Questions.Count + 1, 1)] };
            return new ContactReceipt(Contact.Id, Contact.Questions.Count, 1);
        }

        var on = body.GetProperty("version").GetInt64();
        if (path.Length == 2)
        {
            if (on != Contact!.Version) return Contact.Version;
            Contact = Told(Contact with { Version = on + 1 }, body);
            return new ContactReceipt(Contact.Id, null, on + 1);
        }

        var at = int.Parse(path[3], System.Globalization.CultureInfo.InvariantCulture) - 1;
        if (on != Contact!.Questions[at].Version) return Contact.Questions[at].Version;
        Put(at, _ => Question(body, at + 1, on + 1));
        return new ContactReceipt(Contact.Id, at + 1, on + 1);
    }

    void Put(int at, Func<AnswerQuestion, AnswerQuestion> change) => Contact = Contact! with { Questions = [.. Contact.Questions.Select((question, one) => one == at ? change(question) : question)] };

    static AnswerContact Told(AnswerContact contact, JsonElement body) => contact with
    {
        Channel = body.GetProperty("channel").GetString()!,
        StartedAt = body.GetProperty("startedAt").GetDateTimeOffset(),
        EndedAt = body.TryGetProperty("endedAt", out var ended) ? ended.GetDateTimeOffset() : null,
        Person = body.TryGetProperty("person", out var person) ? JsonSerializer.Deserialize<AnswerContactPerson>("{\"protectedIdentity\":false," + person.GetRawText()[1..].TrimStart(), Json) : null,
    };

    static AnswerQuestion Question(JsonElement body, int number, long version) => new()
    {
        Number = number,
        Version = version,
        Subject = body.GetProperty("subject").GetString()!,
        Notes = body.GetProperty("notes").GetString()!,
        Answer = body.TryGetProperty("answer", out var answer) ? answer.GetString() : null,
        Result = body.TryGetProperty("result", out var result) ? result.GetString() : null,
        Confidentiality = default,
        Cases = [.. body.GetProperty("cases").EnumerateArray().Select(id => id.GetString()!)],
        ChangedAt = default,
    };

    static HttpResponseMessage Answer(object body) => new(HttpStatusCode.OK) { Content = JsonContent.Create(body, body.GetType(), options: Json) };

    static HttpResponseMessage Problem(HttpStatusCode status, string code, object more)
    {
        var members = JsonSerializer.SerializeToNode(more, Json)!.AsObject();
        (members["code"], members["title"], members["detail"]) = (code, "No", "No.");
        return new HttpResponseMessage(status) { Content = new StringContent(members.ToJsonString(), System.Text.Encoding.UTF8, "application/problem+json") };
    }
}
