using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.HandOvers;
using IntegrationHub.WriteBack;

namespace IntegrationHub.Tests.HandOvers;

public sealed class HandOverCopyTests
{
    static readonly WriteTarget Reports = new("open311", "reports", 20, [new WriteTargetField("service_code", "The service.", true), new WriteTargetField("lat", "The latitude.", false)]);
    static readonly HandOverCase Nothing = new(null, new Dictionary<string, string>());
    static readonly HandOverCase Coded = new(null, new Dictionary<string, string> { ["service_code"] = "006" });

    static readonly HandOver Lamp = new()
    {
        Kind = HandOverKind.HandOver, Subject = "A dark lamp", Text = "At the school",
        Person = new ContactPerson { Name = "Tolvan Tolvansson", PersonalNumber = "19121212-1212", Phone = "070-174 06 05" },
    };

    static string Of(HandOverPreview preview) => string.Join(' ', preview.Copied.Select(value => value.Field));

    static string Lost(HandOverPreview preview) => string.Join(' ', preview.Lost.Select(loss => loss.Field));

    [Fact]
    public void Subject_text_and_person_are_copied_and_no_number_is_told_in_the_preview()
    {
        var preview = HandOverCopy.Preview(Lamp, false, Reports, Coded);

        Assert.Equal("subject text person.name person.personalNumber person.phone fields.service_code", Of(preview));
        Assert.Equal("…", preview.Copied.Single(value => value.Field == "person.personalNumber").Value);
        Assert.Equal((true, "steps"), (preview.Ready, Lost(preview)));
        Assert.Equal(["lat"], preview.Optional.Select(field => field.Name));
        Assert.Empty(preview.Cut);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void What_the_system_demands_is_needed_until_it_is_told(string? code)
    {
        var preview = HandOverCopy.Preview(Lamp, false, Reports, code is null ? Nothing : Nothing with { Fields = new Dictionary<string, string> { ["service_code"] = code } });

        Assert.Equal((false, "service_code"), (preview.Ready, Assert.Single(preview.Needed).Name));
    }

    [Fact]
    public void A_text_that_is_longer_than_the_system_takes_is_cut_and_that_is_told()
    {
        var preview = HandOverCopy.Preview(Lamp with { Text = new string('x', 21) }, false, Reports, Coded);

        Assert.Equal(new PreviewCut("text", 21, 20), Assert.Single(preview.Cut));
        Assert.Empty(HandOverCopy.Preview(Lamp with { Text = new string('x', 21) }, false, Reports with { MaxText = null }, Coded).Cut);
    }

    [Fact]
    public void What_only_the_hub_knows_is_told_as_lost()
    {
        var preview = HandOverCopy.Preview(
            Lamp with { Cases = [new CaseId(1)], Contact = new ContactId(2), DueAt = DateTimeOffset.UnixEpoch, Confidentiality = Confidentiality.Secret }, false, Reports, Coded);

        Assert.Equal("cases contact dueAt confidentiality steps", Lost(preview));
    }

    [Fact]
    public void Of_somebody_under_a_protected_identity_nothing_goes_along_but_what_was_written_for_the_system()
    {
        var preview = HandOverCopy.Preview(Lamp, true, Reports, Coded);
        Assert.Equal((false, "fields.service_code", "person subject text steps", "text"), (preview.Ready, Of(preview), Lost(preview), Assert.Single(preview.Needed).Name));

        var written = HandOverCopy.Preview(Lamp, true, Reports, Coded with { Text = "A lamp is dark" });
        Assert.Equal((true, "text fields.service_code", "person subject steps"), (written.Ready, Of(written), Lost(written)));
        Assert.Null(HandOverCopy.RequestOf(Lamp, true, Coded).Person);
    }

    [Fact]
    public void What_was_written_for_the_system_takes_the_place_of_what_was_written_for_the_units()
    {
        var request = HandOverCopy.RequestOf(Lamp, false, Coded with { Subject = " Lamp 12 ", Text = " " });

        Assert.Equal(("Lamp 12", "At the school"), (request.Subject, request.Text));
    }

    [Theory]
    [InlineData(false, WriteState.Accepted, null, HandOverStepKind.Sent, "9")]
    [InlineData(false, WriteState.Refused, null, HandOverStepKind.NotSent, "No such street")]
    [InlineData(false, WriteState.Dead, null, HandOverStepKind.NotSent, "gone")]
    [InlineData(false, WriteState.Withdrawn, null, HandOverStepKind.NotSent, "A person took it back before the system had it.")]
    [InlineData(false, WriteState.Queued, null, null, null)]
    [InlineData(false, WriteState.Sending, null, null, null)]
    [InlineData(false, WriteState.Unknown, null, null, null)]
    [InlineData(true, WriteState.Accepted, null, null, null)]
    [InlineData(true, WriteState.Accepted, CaseStatus.InProgress, null, null)]
    [InlineData(true, WriteState.Accepted, CaseStatus.Decided, null, null)]
    [InlineData(true, WriteState.Accepted, CaseStatus.Closed, HandOverStepKind.Closed, "Mended")]
    [InlineData(true, WriteState.Accepted, CaseStatus.Withdrawn, HandOverStepKind.Closed, "Mended")]
    public void What_came_of_the_systems_case_is_told_once_by_its_step(bool taken, WriteState state, CaseStatus? status, HandOverStepKind? step, string? text)
    {
        var id = new WriteCommandId(7);
        var command = new StoredCommand
        {
            Id = id, SentAs = id, Stream = new StreamKey(new TenantId("sundby"), new SourceId("open311"), new StreamName("reports")), Kind = WriteKind.Create, State = state, Attempts = 0, Version = 1,
            AskedAt = default, Since = default, DueAt = default, ChangedAt = default, Cut = false, Private = [], Reference = state == WriteState.Accepted ? "9" : null,
        };
        var made = status is { } stands
            ? new StoredCase { Id = new CaseId(9), Source = new SourceId("open311"), Stream = new StreamName("reports"), Key = "9", Number = "9", Title = "", Status = stands, SourceStatus = "Mended", Private = [], Keys = [], ContentHash = [] }
            : null;

        var told = HandOverNews.Of(taken, command, new WriteSaid { VendorText = state == WriteState.Refused ? "No such street" : null, Message = "gone" }, made);

        Assert.Equal((step, text), (told?.Kind, told?.Text));
    }
}
