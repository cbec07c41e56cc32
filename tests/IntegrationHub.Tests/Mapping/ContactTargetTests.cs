using IntegrationHub.Cases;
using IntegrationHub.Contacts;
using IntegrationHub.Mapping;

namespace IntegrationHub.Tests.Mapping;

public sealed class ContactTargetTests
{
    const string Head = "mapping: calls\nversion: 1.0.0\ntarget: contact@1\nsource:\n  system: telephony\n  format: json\nidentity:\n  key: id\n  order: rev\n  deleted: gone == true\nfields:\n  channel: const('phone')\n  startedAt: at | datetime\n";
    const string Start = "\"id\":\"7\",\"rev\":1,\"at\":\"2026-03-02T10:00:00Z\"";

    static RecordedContact Map(string fields, string record) =>
        Assert.IsType<MappingResult.MappedContact>(Mappings.Of(Head + fields).Map(Mappings.JsonRecord($"{{{Start},{record}}}"))).Contact;

    [Fact]
    public void What_a_record_says_of_one_question_is_one_question_and_nobody_is_anonymous_of_whom_something_is_known()
    {
        var contact = Map("  person.phone: tel\n  subject: what\n  confidentiality: const('open')\n  case.source: const('permits')\n  case.key: case\n", "\"tel\":\"070-1740605\",\"what\":\"Garage\",\"case\":\"B-1\"");

        Assert.Equal(("7", "7", "070-1740605"), (contact.Key, contact.Number, contact.Person?.Phone));
        var question = Assert.Single(contact.Questions);
        Assert.Equal(("Garage", Confidentiality.Open), (question.Subject, question.Confidentiality));
        Assert.Equal(new NamedCase { Source = "permits", Key = "B-1" }, Assert.Single(question.Cases));
    }

    [Fact]
    public void A_contact_of_which_nothing_else_is_mapped_has_one_question_that_is_closed_to_all_and_is_with_somebody_anonymous()
    {
        var contact = Map("", "\"x\":1");

        Assert.Null(contact.Person);
        Assert.Equal(Confidentiality.Protected, Assert.Single(contact.Questions).Confidentiality);
    }

    [Fact]
    public void Several_questions_come_in_their_order_each_about_the_cases_of_the_contact_and_its_own()
    {
        var contact = Map(
            "  confidentiality: const('restricted')\n  department: const('bygg')\nlists:\n  questions:\n    each: asked\n    fields:\n      subject: what\n      confidentiality: level\n      case.number: number\n  cases:\n    each: about\n    fields:\n      key: it\n",
            "\"asked\":[{\"what\":\"a\",\"level\":\"open\",\"number\":\"B 1\"},{\"what\":\"b\"},{\"what\":\"c\",\"level\":\"no such\"}],\"about\":[\"X\",\"X\"]");

        Assert.Equal(["a", "b", "c"], contact.Questions.Select(q => q.Subject));
        Assert.Equal([Confidentiality.Open, Confidentiality.Protected, Confidentiality.Protected], contact.Questions.Select(q => q.Confidentiality));
        Assert.All(contact.Questions, q => Assert.Equal("bygg", q.Department));
        Assert.Equal([new NamedCase { Number = "B 1" }, new NamedCase { Key = "X" }], contact.Questions[0].Cases);
        Assert.Equal([new NamedCase { Key = "X" }], contact.Questions[1].Cases);
    }

    [Fact]
    public void A_listed_question_that_maps_no_level_has_that_of_the_contact() =>
        Assert.Equal(Confidentiality.Restricted, Map("  confidentiality: const('restricted')\nlists:\n  questions:\n    each: asked\n    fields:\n      subject: it\n", "\"asked\":[\"a\"]").Questions[0].Confidentiality);

    [Fact]
    public void The_key_of_its_record_is_never_that_of_a_case()
    {
        var mapping = Mappings.Of(Head);

        Assert.True(mapping.TryReadKey(Mappings.JsonRecord($"{{{Start}}}"), out var key));
        Assert.Equal("contact:7", key);
        Assert.Equal("contact:7", Assert.IsType<MappingResult.Unmappable>(mapping.Map(Mappings.JsonRecord("{\"id\":\"7\",\"rev\":1,\"at\":\"soon\"}"))).Key);
        Assert.Equal("7", Assert.IsType<MappingResult.Deleted>(mapping.Map(Mappings.JsonRecord($"{{{Start},\"gone\":true}}"))).Key);
    }

    [Theory]
    [InlineData("  titel: id\n", "there is no target field 'titel'")]
    [InlineData("lists:\n  parties:\n    each: x\n    fields: {}\n", "a contact has no list 'parties'")]
    [InlineData("attributes:\n  a: id\n", "a contact has no attributes")]
    [InlineData("  confidentiality: const('opne')\n", "did you mean 'open'?")]
    public void What_a_contact_does_not_have_is_an_error_with_a_remedy(string lines, string message)
    {
        var (mapping, diagnostics) = Mappings.Compile(Head + lines);

        Assert.Null(mapping);
        Assert.Contains(diagnostics.All, d => d.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_mapping_that_says_no_channel_and_no_time_is_an_error()
    {
        var (mapping, diagnostics) = Mappings.Compile("mapping: calls\nversion: 1.0.0\ntarget: contact@1\nsource:\n  system: telephony\n  format: json\nidentity:\n  key: id\n  mergedInto: other\nfields:\n  subject: id\n");

        Assert.Null(mapping);
        Assert.Equal(3, diagnostics.All.Count(d => d.Message.Contains("channel", StringComparison.Ordinal) || d.Message.Contains("startedAt", StringComparison.Ordinal) || d.Message.Contains("'mergedInto'", StringComparison.Ordinal)));
    }
}
