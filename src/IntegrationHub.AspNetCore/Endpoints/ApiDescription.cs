using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IntegrationHub.AspNetCore;

/// <summary>The OpenApi document: what routing knows, and the headers that every caller sends.</summary>
static class ApiDescription
{
    const string Scheme = "ApiKey";

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "IntegrationHub",
                Version = "v1",
                Description = "One case index over the systems that a municipality has. Every answer says how complete and how fresh it is.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Scheme] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey,
                    In = ParameterLocation.Header,
                    Name = HubGate.KeyHeader,
                    Description = "The key of the calling application; its role decides what it may do.",
                },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var access = context.Description.ActionDescriptor.EndpointMetadata.OfType<EndpointAccess>().LastOrDefault();
            if (access?.Roles is null) return Task.CompletedTask;

            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
            operation.Description = $"{operation.Description} Roles: {string.Join(", ", access.Roles.Select(ApiRoles.NameOf))}.".TrimStart();
            if (access.NamesThePerson)
            {
                operation.Parameters ??= [];
                operation.Parameters.Add(Header(HubGate.PersonHeader, "The name or user id of the person you ask for; it stands in the audit."));
                if (AsksWhyInAHeader(context.Description.RelativePath, context.Description.HttpMethod))
                    operation.Parameters.Add(Header(HubGate.PurposeHeader, "Why you read this; it stands in the audit."));
            }

            return Task.CompletedTask;
        });
    }

    static bool AsksWhyInAHeader(string? path, string? method) =>
        path is not null && (path.Contains("cases/", StringComparison.Ordinal) || path.EndsWith("/phone", StringComparison.Ordinal) || (method == HttpMethods.Get
            && (path.EndsWith("/record", StringComparison.Ordinal) || path.Contains("contacts/{id}", StringComparison.Ordinal) || (path.Contains("/handovers", StringComparison.Ordinal) && !path.EndsWith("/units", StringComparison.Ordinal)))));

    static OpenApiParameter Header(string name, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Required = true,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = CallerText.MaxLength },
    };
}
