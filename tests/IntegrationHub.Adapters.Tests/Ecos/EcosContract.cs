using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using IntegrationHub.AdapterKit;

namespace IntegrationHub.Adapters.Tests.Ecos;

/// <summary>What the WSDL of MinutMiljo says of the two answers that are read: written from it, apart from what writes the answers.</summary>
static class EcosContract
{
    const string Data = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:Ecos.API.MinutMiljo.DataContracts.V1" targetNamespace="urn:Ecos.API.MinutMiljo.DataContracts.V1" elementFormDefault="qualified">
          <xs:simpleType name="guid"><xs:restriction base="xs:string"><xs:pattern value="[\da-fA-F]{8}-[\da-fA-F]{4}-[\da-fA-F]{4}-[\da-fA-F]{4}-[\da-fA-F]{12}"/></xs:restriction></xs:simpleType>
          <xs:complexType name="SearchCaseResultSvcDto"><xs:sequence>
            <xs:element minOccurs="0" name="CaseId" nillable="true" type="t:guid"/><xs:element minOccurs="0" name="CaseNumber" nillable="true" type="xs:string"/>
            <xs:element minOccurs="0" name="CaseSubtitle" nillable="true" type="xs:string"/><xs:element minOccurs="0" name="CaseSubtitleFree" nillable="true" type="xs:string"/>
            <xs:element minOccurs="0" name="EstateDesignation" nillable="true" type="xs:string"/><xs:element minOccurs="0" name="ProcessTypeName" nillable="true" type="xs:string"/>
          </xs:sequence></xs:complexType>
          <xs:complexType name="ArrayOfSearchCaseResultSvcDto"><xs:sequence><xs:element minOccurs="0" maxOccurs="unbounded" name="SearchCaseResultSvcDto" nillable="true" type="t:SearchCaseResultSvcDto"/></xs:sequence></xs:complexType>
          <xs:complexType name="DocumentListItemSvcDto"><xs:sequence>
            <xs:element minOccurs="0" name="DecisionBases" nillable="true"/><xs:element minOccurs="0" name="DocumentClassificationTypeDescription" nillable="true" type="xs:string"/>
            <xs:element minOccurs="0" name="DocumentId" nillable="true" type="t:guid"/><xs:element minOccurs="0" name="DocumentKindId" type="t:guid"/><xs:element minOccurs="0" name="DocumentStatus" nillable="true" type="xs:string"/>
            <xs:element minOccurs="0" name="DocumentSubtypeId" nillable="true" type="t:guid"/><xs:element minOccurs="0" name="DocumentTypeId" type="t:guid"/><xs:element minOccurs="0" name="Filename" nillable="true" type="xs:string"/>
            <xs:element minOccurs="0" name="IsMainDecision" type="xs:boolean"/><xs:element minOccurs="0" name="Note" nillable="true" type="xs:string"/>
          </xs:sequence></xs:complexType>
          <xs:complexType name="ArrayOfDocumentListItemSvcDto"><xs:sequence><xs:element minOccurs="0" maxOccurs="unbounded" name="DocumentListItemSvcDto" nillable="true" type="t:DocumentListItemSvcDto"/></xs:sequence></xs:complexType>
          <xs:complexType name="OccurrenceListItemSvcDto"><xs:sequence>
            <xs:element minOccurs="0" name="Documents" nillable="true" type="t:ArrayOfDocumentListItemSvcDto"/><xs:element minOccurs="0" name="OccurrenceDate" type="xs:dateTime"/>
            <xs:element minOccurs="0" name="OccurrenceDescription" nillable="true" type="xs:string"/><xs:element minOccurs="0" name="OccurrenceId" nillable="true" type="t:guid"/>
            <xs:element minOccurs="0" name="OccurrenceKindId" type="t:guid"/><xs:element minOccurs="0" name="OccurrenceTypeId" type="t:guid"/>
          </xs:sequence></xs:complexType>
          <xs:complexType name="ArrayOfOccurrenceListItemSvcDto"><xs:sequence><xs:element minOccurs="0" maxOccurs="unbounded" name="OccurrenceListItemSvcDto" nillable="true" type="t:OccurrenceListItemSvcDto"/></xs:sequence></xs:complexType>
          <xs:complexType name="CaseSvcDto"><xs:sequence>
            <xs:element minOccurs="0" name="CaseId" nillable="true" type="t:guid"/><xs:element minOccurs="0" name="CaseNumber" nillable="true" type="xs:string"/>
            <xs:element minOccurs="0" name="CaseSubtitle" nillable="true" type="xs:string"/><xs:element minOccurs="0" name="CaseSubtitleFree" nillable="true" type="xs:string"/>
            <xs:element minOccurs="0" name="Documents" nillable="true" type="t:ArrayOfDocumentListItemSvcDto"/><xs:element minOccurs="0" name="EstateAddress" nillable="true" type="xs:string"/>
            <xs:element minOccurs="0" name="EstateDesignation" nillable="true" type="xs:string"/><xs:element minOccurs="0" name="Occurrences" nillable="true" type="t:ArrayOfOccurrenceListItemSvcDto"/>
            <xs:element minOccurs="0" name="ProcessTypeName" nillable="true" type="xs:string"/>
          </xs:sequence></xs:complexType>
        </xs:schema>
        """;

    const string Service = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:Ecos.API.MinutMiljo.DataContracts.V1" targetNamespace="urn:Ecos.API.MinutMiljo.Service.V1" elementFormDefault="qualified">
          <xs:import namespace="urn:Ecos.API.MinutMiljo.DataContracts.V1"/>
          <xs:element name="SearchCaseResponse"><xs:complexType><xs:sequence><xs:element minOccurs="0" name="SearchCaseResult" nillable="true" type="t:ArrayOfSearchCaseResultSvcDto"/></xs:sequence></xs:complexType></xs:element>
          <xs:element name="GetCaseResponse"><xs:complexType><xs:sequence><xs:element minOccurs="0" name="GetCaseResult" nillable="true" type="t:CaseSvcDto"/></xs:sequence></xs:complexType></xs:element>
        </xs:schema>
        """;

    static readonly XmlSchemaSet Schemas = Read();

    /// <summary>What is wrong with the first element of a SOAP answer's body.</summary>
    public static List<string> Faults(VendorAnswer answer)
    {
        var content = ScriptedEcos.Parse(Encoding.UTF8.GetString(answer.Body.Span)).Root!.Elements().Single().Elements().Single();
        var faults = new List<string>();
        new XDocument(content).Validate(Schemas, (_, wrong) => faults.Add(wrong.Message));
        return faults;
    }

    static XmlSchemaSet Read()
    {
        var schemas = new XmlSchemaSet { XmlResolver = null };
        foreach (var text in (string[])[Data, Service])
        {
            using var reader = XmlReaders.Create(Encoding.UTF8.GetBytes(text));
            schemas.Add(null, reader);
        }

        schemas.Compile();
        return schemas;
    }
}
