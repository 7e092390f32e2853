/**
 * The part of PMML 4.4 that `buildPmml` writes, as an XML Schema (W3C) of our own words: the elements, attributes and values of the
 * standard of the Data Mining Group (https://dmg.org/pmml/v4-4/GeneralStructure.html) in their order, and nothing else. A document that is valid
 * by it is valid by the standard's own schema, which has more.
 */
export const pmmlSchema = `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="http://www.dmg.org/PMML-4_4" targetNamespace="http://www.dmg.org/PMML-4_4" elementFormDefault="qualified">

<xs:simpleType name="name"><xs:restriction base="xs:string"><xs:minLength value="1"/></xs:restriction></xs:simpleType>
<xs:simpleType name="finite"><xs:restriction base="xs:double"><xs:minInclusive value="-1.7976931348623157E308"/><xs:maxInclusive value="1.7976931348623157E308"/></xs:restriction></xs:simpleType>
<xs:simpleType name="optype"><xs:restriction base="xs:string"><xs:enumeration value="continuous"/><xs:enumeration value="categorical"/></xs:restriction></xs:simpleType>
<xs:simpleType name="dataType"><xs:restriction base="xs:string"><xs:enumeration value="double"/><xs:enumeration value="string"/><xs:enumeration value="boolean"/></xs:restriction></xs:simpleType>
<xs:simpleType name="activation"><xs:restriction base="xs:string"><xs:enumeration value="identity"/><xs:enumeration value="logistic"/><xs:enumeration value="tanh"/><xs:enumeration value="rectifier"/><xs:enumeration value="exponential"/></xs:restriction></xs:simpleType>
<xs:simpleType name="normalization"><xs:restriction base="xs:string"><xs:enumeration value="none"/><xs:enumeration value="softmax"/></xs:restriction></xs:simpleType>
<xs:simpleType name="function"><xs:restriction base="xs:string">
${[
  ...['+', '-', '*', '/', 'sum', 'abs', 'floor', 'ceil', 'rint', 'sqrt', 'exp', 'expm1', 'ln', 'ln1p', 'pow'],
  ...['sin', 'cos', 'tan', 'tanh', 'equal', 'notEqual', 'lessThan', 'lessOrEqual', 'greaterThan', 'greaterOrEqual'],
  ...['isMissing', 'isNotMissing', 'and', 'or', 'not', 'if', 'concat', 'lowercase', 'uppercase', 'float32'],
]
  .map((name) => `<xs:enumeration value="${name}"/>`)
  .join('')}
</xs:restriction></xs:simpleType>
<xs:attributeGroup name="type"><xs:attribute name="optype" type="optype" use="required"/><xs:attribute name="dataType" type="dataType" use="required"/></xs:attributeGroup>

<xs:element name="PMML"><xs:complexType><xs:sequence>
  <xs:element ref="Header"/><xs:element ref="DataDictionary"/><xs:element ref="TransformationDictionary"/><xs:element ref="NeuralNetwork"/>
</xs:sequence><xs:attribute name="version" use="required" fixed="4.4"/></xs:complexType></xs:element>

<xs:element name="Header"><xs:complexType><xs:sequence>
  <xs:element name="Application"><xs:complexType><xs:attribute name="name" type="name" use="required"/><xs:attribute name="version" type="name" use="required"/></xs:complexType></xs:element>
  <xs:element name="Annotation" type="xs:string" minOccurs="0" maxOccurs="unbounded"/>
</xs:sequence><xs:attribute name="description" type="xs:string"/></xs:complexType></xs:element>

<xs:element name="DataDictionary"><xs:complexType><xs:sequence>
  <xs:element name="DataField" maxOccurs="unbounded"><xs:complexType><xs:sequence>
    <xs:element name="Value" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
      <xs:attribute name="value" type="xs:string" use="required"/><xs:attribute name="property" fixed="missing"/>
    </xs:complexType></xs:element>
  </xs:sequence><xs:attribute name="name" type="name" use="required"/><xs:attribute name="displayName" type="xs:string"/><xs:attributeGroup ref="type"/></xs:complexType></xs:element>
</xs:sequence><xs:attribute name="numberOfFields" type="xs:positiveInteger" use="required"/></xs:complexType>
  <xs:unique name="dataFields"><xs:selector xpath="*"/><xs:field xpath="@name"/></xs:unique>
</xs:element>

<xs:element name="TransformationDictionary"><xs:complexType><xs:sequence>
  <xs:element name="DefineFunction" maxOccurs="unbounded"><xs:complexType><xs:sequence>
    <xs:element name="ParameterField" maxOccurs="unbounded"><xs:complexType><xs:attribute name="name" type="name" use="required"/><xs:attributeGroup ref="type"/></xs:complexType></xs:element>
    <xs:group ref="expression"/>
  </xs:sequence><xs:attribute name="name" type="function" use="required"/><xs:attributeGroup ref="type"/></xs:complexType></xs:element>
</xs:sequence></xs:complexType></xs:element>

<xs:element name="NeuralNetwork"><xs:complexType><xs:sequence>
  <xs:element ref="MiningSchema"/><xs:element ref="Output"/><xs:element ref="LocalTransformations"/><xs:element ref="NeuralInputs"/>
  <xs:element ref="NeuralLayer" maxOccurs="unbounded"/><xs:element ref="NeuralOutputs"/><xs:element ref="ModelVerification" minOccurs="0"/>
</xs:sequence>
  <xs:attribute name="modelName" type="xs:string" use="required"/>
  <xs:attribute name="functionName" use="required"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="regression"/><xs:enumeration value="classification"/></xs:restriction></xs:simpleType></xs:attribute>
  <xs:attribute name="algorithmName" type="xs:string"/><xs:attribute name="activationFunction" type="activation" use="required"/>
  <xs:attribute name="normalizationMethod" type="normalization"/><xs:attribute name="numberOfLayers" type="xs:positiveInteger"/>
</xs:complexType></xs:element>

<xs:element name="MiningSchema"><xs:complexType><xs:sequence>
  <xs:element name="MiningField" maxOccurs="unbounded"><xs:complexType><xs:attribute name="name" type="name" use="required"/>
    <xs:attribute name="usageType" use="required"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="active"/><xs:enumeration value="target"/></xs:restriction></xs:simpleType></xs:attribute>
  </xs:complexType></xs:element>
</xs:sequence></xs:complexType></xs:element>

<xs:element name="Output"><xs:complexType><xs:sequence>
  <xs:element name="OutputField" maxOccurs="unbounded"><xs:complexType><xs:attribute name="name" type="name" use="required"/><xs:attributeGroup ref="type"/>
    <xs:attribute name="targetField" type="name" use="required"/><xs:attribute name="value" type="xs:string"/>
    <xs:attribute name="feature" use="required"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="predictedValue"/><xs:enumeration value="probability"/></xs:restriction></xs:simpleType></xs:attribute>
  </xs:complexType></xs:element>
</xs:sequence></xs:complexType></xs:element>

<xs:element name="LocalTransformations"><xs:complexType><xs:sequence>
  <xs:element name="DerivedField" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence><xs:group ref="expression"/></xs:sequence><xs:attribute name="name" type="name" use="required"/><xs:attributeGroup ref="type"/></xs:complexType></xs:element>
</xs:sequence></xs:complexType>
  <xs:unique name="derivedFields"><xs:selector xpath="*"/><xs:field xpath="@name"/></xs:unique>
</xs:element>

<xs:group name="expression"><xs:choice>
  <xs:element ref="FieldRef"/><xs:element ref="Constant"/><xs:element ref="Apply"/><xs:element ref="NormContinuous"/><xs:element ref="Discretize"/><xs:element ref="MapValues"/>
</xs:choice></xs:group>
<xs:element name="FieldRef"><xs:complexType><xs:attribute name="field" type="name" use="required"/></xs:complexType></xs:element>
<xs:element name="Constant"><xs:complexType><xs:simpleContent><xs:extension base="xs:string">
  <xs:attribute name="dataType" type="dataType" use="required"/><xs:attribute name="missing" type="xs:boolean"/>
</xs:extension></xs:simpleContent></xs:complexType></xs:element>
<xs:element name="Apply"><xs:complexType><xs:group ref="expression" maxOccurs="unbounded"/>
  <xs:attribute name="function" type="function" use="required"/><xs:attribute name="mapMissingTo" fixed="false"/>
</xs:complexType></xs:element>
<xs:element name="NormContinuous"><xs:complexType><xs:sequence>
  <xs:element name="LinearNorm" minOccurs="2" maxOccurs="unbounded"><xs:complexType><xs:attribute name="orig" type="finite" use="required"/><xs:attribute name="norm" type="finite" use="required"/></xs:complexType></xs:element>
</xs:sequence><xs:attribute name="field" type="name" use="required"/><xs:attribute name="outliers" use="required" fixed="asExtremeValues"/></xs:complexType></xs:element>
<xs:element name="Discretize"><xs:complexType><xs:sequence>
  <xs:element name="DiscretizeBin" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
    <xs:element name="Interval"><xs:complexType><xs:attribute name="leftMargin" type="finite"/><xs:attribute name="rightMargin" type="finite"/>
      <xs:attribute name="closure" use="required"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="closedOpen"/><xs:enumeration value="closedClosed"/></xs:restriction></xs:simpleType></xs:attribute>
    </xs:complexType></xs:element>
  </xs:sequence><xs:attribute name="binValue" type="name" use="required"/></xs:complexType></xs:element>
</xs:sequence><xs:attribute name="field" type="name" use="required"/><xs:attribute name="dataType" type="dataType" use="required"/><xs:attribute name="defaultValue" type="name"/></xs:complexType></xs:element>
<xs:element name="MapValues"><xs:complexType><xs:sequence>
  <xs:element name="FieldColumnPair"><xs:complexType><xs:attribute name="field" type="name" use="required"/><xs:attribute name="column" type="name" use="required"/></xs:complexType></xs:element>
  <xs:element ref="InlineTable"/>
</xs:sequence><xs:attribute name="outputColumn" type="name" use="required"/><xs:attribute name="dataType" type="dataType" use="required"/><xs:attribute name="defaultValue" type="name"/><xs:attribute name="mapMissingTo" type="name"/></xs:complexType></xs:element>
<xs:element name="InlineTable"><xs:complexType><xs:sequence>
  <xs:element name="row" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence><xs:any processContents="skip" minOccurs="1" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>
</xs:sequence></xs:complexType></xs:element>

<xs:element name="NeuralInputs"><xs:complexType><xs:sequence>
  <xs:element name="NeuralInput" maxOccurs="unbounded"><xs:complexType><xs:sequence>
    <xs:element name="DerivedField"><xs:complexType><xs:sequence><xs:group ref="expression"/></xs:sequence><xs:attributeGroup ref="type"/></xs:complexType></xs:element>
  </xs:sequence><xs:attribute name="id" type="name" use="required"/></xs:complexType></xs:element>
</xs:sequence><xs:attribute name="numberOfInputs" type="xs:positiveInteger" use="required"/></xs:complexType></xs:element>
<xs:element name="NeuralLayer"><xs:complexType><xs:sequence>
  <xs:element name="Neuron" maxOccurs="unbounded"><xs:complexType><xs:sequence>
    <xs:element name="Con" maxOccurs="unbounded"><xs:complexType><xs:attribute name="from" type="name" use="required"/><xs:attribute name="weight" type="finite" use="required"/></xs:complexType></xs:element>
  </xs:sequence><xs:attribute name="id" type="name" use="required"/><xs:attribute name="bias" type="finite" use="required"/></xs:complexType></xs:element>
</xs:sequence><xs:attribute name="numberOfNeurons" type="xs:positiveInteger" use="required"/><xs:attribute name="activationFunction" type="activation" use="required"/><xs:attribute name="normalizationMethod" type="normalization" use="required"/></xs:complexType></xs:element>
<xs:element name="NeuralOutputs"><xs:complexType><xs:sequence>
  <xs:element name="NeuralOutput" maxOccurs="unbounded"><xs:complexType><xs:sequence>
    <xs:element name="DerivedField"><xs:complexType><xs:choice>
      <xs:element ref="FieldRef"/>
      <xs:element name="NormDiscrete"><xs:complexType><xs:attribute name="field" type="name" use="required"/><xs:attribute name="value" type="xs:string" use="required"/></xs:complexType></xs:element>
    </xs:choice><xs:attributeGroup ref="type"/></xs:complexType></xs:element>
  </xs:sequence><xs:attribute name="outputNeuron" type="name" use="required"/></xs:complexType></xs:element>
</xs:sequence><xs:attribute name="numberOfOutputs" type="xs:positiveInteger" use="required"/></xs:complexType></xs:element>

<xs:element name="ModelVerification"><xs:complexType><xs:sequence>
  <xs:element name="VerificationFields"><xs:complexType><xs:sequence>
    <xs:element name="VerificationField" maxOccurs="unbounded"><xs:complexType><xs:attribute name="field" type="name" use="required"/><xs:attribute name="column" type="xs:NCName" use="required"/><xs:attribute name="precision" type="finite"/><xs:attribute name="zeroThreshold" type="finite"/></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
  <xs:element ref="InlineTable"/>
</xs:sequence><xs:attribute name="recordCount" type="xs:positiveInteger" use="required"/><xs:attribute name="fieldCount" type="xs:positiveInteger" use="required"/></xs:complexType></xs:element>
</xs:schema>
`
