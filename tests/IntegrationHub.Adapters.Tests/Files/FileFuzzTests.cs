using System.Text;
using IntegrationHub.Faults;
using IntegrationHub.Tests.Shared;

namespace IntegrationHub.Adapters.Tests.Files;

/// <summary>Dropped files, broken: their records come through whole, are marked as broken, or the file is refused by a named fault.</summary>
public sealed class FileFuzzTests
{
    [Theory]
    [InlineData("csv", "a.csv", "Nr;Name;Status\r\n1;\"Åsa; Ö\";open\r\n2;\"two\nlines\";closed\r\n3;\"a \"\"quote\"\"\";open\r\n")]
    [InlineData("json", "a.json", """[{"nr":1,"name":"Åsa"},{"nr":2,"list":[1,[2,{"x":null}]]},"text",{"nr":3,"name":"😀"}]""")]
    [InlineData("json", "a.json", "{\"nr\":1}\n{\"nr\":2,\"name\":\"Åsa\"}\n\n{\"nr\":3}\n")]
    [InlineData("xml", "a.xml", "<?xml version='1.0' encoding='utf-8'?><list><case nr='1'><name>Åsa</name></case><case nr='2'/><!-- x --><case nr='3'><![CDATA[<]]></case></list>")]
    public void A_dropped_file_whatever_it_holds_is_read_or_refused_by_a_named_fault(string format, string name, string good) =>
        Fuzzing.Bytes([Encoding.UTF8.GetBytes(good), Encoding.Unicode.GetBytes("\uFEFF" + good), Encoding.Latin1.GetBytes(good)], bytes =>
        {
            using var drop = new Drop { ["format"] = format, ["pattern"] = "*." + format, ["maxRecordSize"] = "4096" };
            if (format == "xml") drop["recordPath"] = "case";
            drop.Write(name, bytes);
            try
            {
                // Files on a local disk: waiting here is short.
                var run = drop.RunAsync(pageSize: 2).GetAwaiter().GetResult();

                // The limit counts the file's bytes; in UTF-8 a Latin letter can take two for one.
                Assert.All(run.Records, record => Assert.True(record.Content.Length <= 2 * 4096 || record.Broken is not null));
            }
            catch (SourceException)
            {
                // Refused, with a name.
            }
        });
}
